import { Migration } from "@mikro-orm/migrations";

const STATEMENTS = [
  `alter table "models"
     add column "rolled_back_at" timestamptz null,
     add column "pruned_at" timestamptz null`,
  `create table "model_decisions" (
     "id" bigserial primary key,
     "model_id" text not null,
     "kind" text not null,
     "reason" text not null,
     "decided_at" timestamptz not null
  )`,
  `create table "model_alerts" (
     "id" bigserial primary key,
     "model_id" text not null,
     "kind" text not null,
     "message" text not null,
     "details" jsonb not null,
     "raised_at" timestamptz not null,
     "ended_at" timestamptz null,
     "retrain_at" timestamptz null
  )`,
  `alter table "model_decisions"
     add constraint "model_decisions_kind_check"
     check (kind in ('promoted', 'rejected', 'retired', 'rolled_back'))`,
  `alter table "model_decisions"
     add constraint "model_decisions_model_id_foreign"
     foreign key ("model_id") references "models" ("id") on update no action on delete cascade`,
  `alter table "model_alerts"
     add constraint "model_alerts_kind_check"
     check (kind in ('inputs', 'coverage', 'pinball'))`,
  `alter table "model_alerts"
     add constraint "model_alerts_model_id_foreign"
     foreign key ("model_id") references "models" ("id") on update no action on delete cascade`,
  `create unique index "model_alerts_one_open" on "model_alerts" ("model_id", "kind")
     where ended_at is null`,
];

/** Every decision on a model, the alerts of the drift watch, and which files are gone. */
export class ModelLifecycleMigration extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
