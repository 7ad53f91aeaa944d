import { Migration } from "@mikro-orm/migrations";

const TABLES = [
  `create table "cryptocurrencies" (
     "id" serial primary key,
     "symbol" text not null,
     "name" text not null,
     "exchange_symbol" text not null,
     "circulating_supply" numeric null,
     "market_cap" numeric null,
     "quote_volume24h" numeric null,
     "rank" int null,
     "ranked_by" text null,
     "is_tracked" boolean not null,
     "listed_at" timestamptz null,
     "created_at" timestamptz not null,
     "updated_at" timestamptz not null
  )`,
  `create table "candle_sources" (
     "id" serial primary key,
     "kind" text not null,
     "name" text not null,
     "checksum" text not null,
     "created_at" timestamptz not null
  )`,
  `create table "candles" (
     "crypto_id" int not null,
     "open_time" timestamptz not null,
     "open" numeric not null,
     "high" numeric not null,
     "low" numeric not null,
     "close" numeric not null,
     "volume" numeric not null,
     "quote_volume" numeric null,
     "market_cap" numeric null,
     "trades" int null,
     "is_closed" boolean not null,
     "repaired" boolean not null,
     "source_id" int not null,
     primary key ("crypto_id", "open_time")
  )`,
  `create table "gaps" (
     "id" serial primary key,
     "crypto_id" int not null,
     "first_missing" timestamptz not null,
     "last_missing" timestamptz not null,
     "hours" int not null,
     "status" text not null,
     "attempts" int not null,
     "last_asked_at" timestamptz null,
     "detected_at" timestamptz not null
  )`,
  `create table "collection_runs" (
     "id" bigserial primary key,
     "mode" text not null,
     "status" text not null,
     "range_from" timestamptz null,
     "range_to" timestamptz null,
     "symbols" jsonb not null,
     "progress" jsonb not null,
     "records_written" bigint not null,
     "started_at" timestamptz not null,
     "heartbeat_at" timestamptz not null,
     "finished_at" timestamptz null,
     "error" text null
  )`,
  `create table "quarantined_candles" (
     "id" bigserial primary key,
     "symbol" text null,
     "raw" jsonb not null,
     "reason" text not null,
     "fingerprint" text not null,
     "source_id" int null,
     "run_id" bigint null,
     "created_at" timestamptz not null
  )`,
];

const CONSTRAINTS = [
  `alter table "cryptocurrencies"
     add constraint "cryptocurrencies_symbol_key" unique ("symbol")`,
  `alter table "cryptocurrencies"
     add constraint "cryptocurrencies_ranked_by_check"
     check (ranked_by in ('market_cap', 'quote_volume'))`,
  `alter table "cryptocurrencies"
     add constraint "cryptocurrencies_rank_check"
     check (rank > 0)`,
  `alter table "candle_sources"
     add constraint "candle_sources_kind_name_checksum_key" unique ("kind", "name", "checksum")`,
  `alter table "candle_sources"
     add constraint "candle_sources_kind_check"
     check (kind in ('exchange', 'simulated', 'archive', 'csv'))`,
  `alter table "candles"
     add constraint "candles_range_check"
     check (low <= open and low <= close and open <= high and close <= high)`,
  `alter table "candles"
     add constraint "candles_positive_check"
     check (low > 0 and high < 'infinity')`,
  `alter table "candles"
     add constraint "candles_volume_check"
     check (volume >= 0 and volume < 'infinity' and quote_volume >= 0
       and quote_volume < 'infinity' and market_cap >= 0 and market_cap < 'infinity'
       and trades >= 0)`,
  `alter table "candles"
     add constraint "candles_hour_check"
     check (extract(epoch from open_time) % 3600 = 0)`,
  `create index "gaps_status_index" on "gaps" ("status")`,
  `alter table "gaps"
     add constraint "gaps_crypto_id_span_key" unique ("crypto_id", "first_missing",
       "last_missing")`,
  `alter table "gaps"
     add constraint "gaps_status_check"
     check (status in ('open', 'outage', 'repaired'))`,
  `alter table "gaps"
     add constraint "gaps_hours_check"
     check (hours * 3600 = extract(epoch from last_missing - first_missing) + 3600)`,
  `alter table "collection_runs"
     add constraint "collection_runs_mode_check"
     check (mode in ('forward', 'backward', 'full', 'repair', 'import'))`,
  `alter table "collection_runs"
     add constraint "collection_runs_status_check"
     check (status in ('running', 'completed', 'failed', 'interrupted'))`,
  `alter table "quarantined_candles"
     add constraint "quarantined_candles_fingerprint_key" unique ("fingerprint")`,
];

const REFERENCES = [
  `alter table "candles"
     add constraint "candles_crypto_id_foreign"
     foreign key ("crypto_id") references "cryptocurrencies" ("id")`,
  `alter table "candles"
     add constraint "candles_source_id_foreign"
     foreign key ("source_id") references "candle_sources" ("id")`,
  `alter table "gaps"
     add constraint "gaps_crypto_id_foreign"
     foreign key ("crypto_id") references "cryptocurrencies" ("id")`,
  `alter table "quarantined_candles"
     add constraint "quarantined_candles_source_id_foreign"
     foreign key ("source_id") references "candle_sources" ("id") on delete set null`,
  `alter table "quarantined_candles"
     add constraint "quarantined_candles_run_id_foreign"
     foreign key ("run_id") references "collection_runs" ("id") on delete set null`,
];

/** Coins, candles with their provenance, gaps, quarantine and collection runs. */
export class CandlesMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...CONSTRAINTS, ...REFERENCES]) this.addSql(statement);
  }
}
