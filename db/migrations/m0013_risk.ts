import { Migration } from "@mikro-orm/migrations";

const STATEMENTS = [
  `create table "risk_models" (
     "id" bigserial primary key,
     "document" text not null,
     "sha256" text not null,
     "features_version" integer not null,
     "transfers" integer not null,
     "trained_at" timestamptz not null
  )`,
  `alter table "risk_models"
     add constraint "risk_models_sha256_check" check (sha256 ~ '^[0-9a-f]{64}$')`,
];

/** What usual transfers look like, as learnt from the ledger. */
export class RiskMigration extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
