import { Migration } from "@mikro-orm/migrations";

const STATEMENTS = [
  `create table "model_costs" (
     "id" bigserial primary key,
     "owner" text not null,
     "tokens_input" int not null,
     "tokens_output" int not null,
     "cost_usd" numeric(18,10) not null,
     "created_at" timestamptz not null
  )`,
  `create index "model_costs_created_index" on "model_costs" ("created_at")`,
];

/** What the language model costs besides answers to questions: it counts against the same budget. */
export class ModelCostsMigration extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
