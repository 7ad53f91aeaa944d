import { Migration } from "@mikro-orm/migrations";

const STATEMENTS = [
  `create table "evaluations" (
     "id" bigserial primary key,
     "model_type" text not null,
     "is_quick" boolean not null,
     "seconds" double precision not null,
     "report" jsonb not null,
     "made_at" timestamptz not null
  )`,
  `alter table "evaluations"
     add constraint "evaluations_model_type_check"
     check (model_type in ('LSTM', 'GRU'))`,
];

/** Walk-forward evaluations with their reports. */
export class EvaluationsMigration extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
