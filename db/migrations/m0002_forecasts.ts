import { Migration } from "@mikro-orm/migrations";

const TABLES = [
  `create table "models" (
     "id" text not null,
     "type" text not null,
     "engine" text not null,
     "status" text not null,
     "manifest" jsonb not null,
     "file_path" text not null,
     "sha256" text not null,
     "metrics" jsonb not null,
     "decision" text null,
     "decided_at" timestamptz null,
     "trained_at" timestamptz not null,
     "created_at" timestamptz not null,
     primary key ("id")
  )`,
  `create table "forecast_publications" (
     "id" bigserial primary key,
     "model_id" text null,
     "made_at" timestamptz not null,
     "published_at" timestamptz not null,
     "horizon_hours" int not null,
     "is_fallback" boolean not null,
     "reason" text null
  )`,
  `create table "predictions" (
     "publication_id" bigint not null,
     "crypto_id" int not null,
     "close" double precision not null,
     "q05" double precision not null,
     "q25" double precision not null,
     "q50" double precision not null,
     "q75" double precision not null,
     "q95" double precision not null,
     "probability_up" double precision not null,
     "confidence" double precision not null,
     "called" boolean not null default false,
     "path" jsonb not null,
     "actual_close" double precision null,
     "scored_at" timestamptz null,
     primary key ("publication_id", "crypto_id")
  )`,
  `create table "market_tendencies" (
     "at" timestamptz not null,
     "tendency" text not null,
     "confidence" double precision not null,
     "explanation" text not null,
     "metrics" jsonb not null,
     "created_at" timestamptz not null,
     primary key ("at")
  )`,
];

const CONSTRAINTS = [
  `create unique index "models_one_champion" on "models" ("status") where status = 'champion'`,
  `alter table "models"
     add constraint "models_type_check"
     check (type in ('LSTM', 'GRU'))`,
  `alter table "models"
     add constraint "models_status_check"
     check (status in ('candidate', 'champion', 'retired', 'rejected'))`,
  `alter table "models"
     add constraint "models_sha256_check"
     check (sha256 ~ '^[0-9a-f]{64}$')`,
  `create unique index "forecast_publications_made_at_model_key" on "forecast_publications"
       ("made_at", coalesce(model_id, ''))`,
  `alter table "forecast_publications"
     add constraint "forecast_publications_horizon_check"
     check (horizon_hours > 0)`,
  `alter table "forecast_publications"
     add constraint "forecast_publications_reason_check"
     check (not is_fallback or reason is not null)`,
  `create index "predictions_crypto_id_publication_id_index" on "predictions" ("crypto_id",
       "publication_id")`,
  `alter table "predictions"
     add constraint "predictions_quantiles_check"
     check (q05 > '0'::double precision and q05 <= q25 and q25 <= q50 and q50 <= q75
       and q75 <= q95 and q95 < 'Infinity'::double precision)`,
  `alter table "predictions"
     add constraint "predictions_probability_check"
     check (probability_up >= '0'::double precision
       and probability_up <= '1'::double precision
       and confidence >= '0'::double precision and confidence <= '1'::double precision
       and close > '0'::double precision and close < 'Infinity'::double precision)`,
  `alter table "market_tendencies"
     add constraint "market_tendencies_tendency_check"
     check (tendency in ('bullish', 'bearish', 'volatile', 'stable', 'consolidating'))`,
  `alter table "market_tendencies"
     add constraint "market_tendencies_confidence_check"
     check (confidence >= '0'::double precision and confidence <= '1'::double precision)`,
];

const REFERENCES = [
  `alter table "forecast_publications"
     add constraint "forecast_publications_model_id_foreign"
     foreign key ("model_id") references "models" ("id") on delete no action`,
  `alter table "predictions"
     add constraint "predictions_publication_id_foreign"
     foreign key ("publication_id") references "forecast_publications" ("id") on update no
       action on delete cascade`,
  `alter table "predictions"
     add constraint "predictions_crypto_id_foreign"
     foreign key ("crypto_id") references "cryptocurrencies" ("id") on update no action on
       delete no action`,
];

/** Models, published forecasts and market tendencies. */
export class ForecastsMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...CONSTRAINTS, ...REFERENCES]) this.addSql(statement);
  }
}
