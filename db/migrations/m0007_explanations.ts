import { Migration } from "@mikro-orm/migrations";

/** What moved each forecast, and why the market is called what it is. */
export class ExplanationsMigration extends Migration {
  override up(): void {
    this.addSql(`alter table "predictions" add column "attribution" jsonb null`);
    this.addSql(
      `alter table "market_tendencies"
         add column "clarity" double precision null,
         add column "confidence_explanation" text null,
         add column "details" jsonb null,
         add column "reconstructed" boolean not null default false`,
    );
  }
}
