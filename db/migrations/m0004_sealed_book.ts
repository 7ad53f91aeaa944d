import { Migration } from "@mikro-orm/migrations";

// What was published before there was a book cannot be sealed after the fact. It is kept as it was,
// beside the book.
const KEEP = [
  `create table "unsealed_publications" (
     "id" bigint not null,
     "made_at" timestamptz not null,
     "publication" jsonb not null,
     "predictions" jsonb not null,
     primary key ("id")
  )`,
  `insert into "unsealed_publications"
     select p.id, p.made_at, to_jsonb(p), coalesce(
       (select jsonb_agg(to_jsonb(d) order by d.crypto_id) from "predictions" d
         where d.publication_id = p.id), '[]')
     from "forecast_publications" p`,
  `delete from "predictions"`,
  `delete from "forecast_publications"`,
  // Publishing is due at once, not in an hour: until then no page has a forecast.
  `delete from "job_runs" where job = 'publish'`,
];

const SEAL = [
  `alter table "forecast_publications"
     add column "is_late" boolean not null,
     add column "ranges" jsonb null,
     add column "forecasts" int not null,
     add column "prev_hash" text not null,
     add column "hash" text not null`,
  `alter table "forecast_publications"
     add constraint "forecast_publications_late_check"
     check (is_late = (published_at >= (made_at + '01:00:00'::interval)))`,
  `create unique index "forecast_publications_hash_key" on "forecast_publications" ("hash")`,
  `create unique index "forecast_publications_prev_hash_key" on "forecast_publications"
     ("prev_hash")`,
  `alter table "predictions"
     drop column "path",
     drop column "actual_close",
     drop column "scored_at",
     add column "q10" double precision null,
     add column "q90" double precision null,
     add column "volatility" double precision null,
     add column "call_reason" text null,
     add column "path" double precision[] not null,
     add column "naive_path" double precision[] null,
     add column "row_hash" text not null`,
  `alter table "predictions"
     add constraint "predictions_eighty_check"
     check (q05 <= q10 and q10 <= q25 and q75 <= q90 and q90 <= q95)`,
];

const SCORES = [
  `create table "forecast_scores" (
     "publication_id" bigint not null,
     "crypto_id" int not null,
     "horizon_hours" int not null,
     "target_at" timestamptz not null,
     "unscorable_reason" text null,
     "actual" double precision null,
     "hit" boolean null,
     "in_50" boolean null,
     "in_80" boolean null,
     "in_90" boolean null,
     "naive_in_90" boolean null,
     "error" real null,
     "naive_error" real null,
     "pinball" real null,
     "naive_pinball" real null,
     "winkler_90" real null,
     "naive_winkler_90" real null,
     "scored_at" timestamptz not null,
     primary key ("publication_id", "crypto_id", "horizon_hours")
  )`,
  `alter table "forecast_scores"
     add constraint "forecast_scores_outcome_check"
     check ((actual is null) <> (unscorable_reason is null))`,
  `alter table "forecast_scores"
     add constraint "forecast_scores_publication_id_crypto_id_foreign"
     foreign key ("publication_id", "crypto_id") references "predictions" ("publication_id",
       "crypto_id") on update no action on delete no action`,
  `create table "forecast_scorings" (
     "publication_id" bigint not null,
     "finished_at" timestamptz not null,
     primary key ("publication_id")
  )`,
  `alter table "forecast_scorings"
     add constraint "forecast_scorings_publication_id_foreign"
     foreign key ("publication_id") references "forecast_publications" ("id") on update no action
       on delete no action`,
  `create table "score_days" (
     "day" date not null,
     "crypto_id" int not null,
     "model_id" text not null,
     "horizon_hours" int not null,
     "forecasts" int not null,
     "scored" int not null,
     "hits" int not null,
     "misses" int not null,
     "in_50" int not null,
     "in_80" int not null,
     "with_80" int not null,
     "in_90" int not null,
     "with_naive" int not null,
     "naive_in_90" int not null,
     "error" double precision not null,
     "naive_error" double precision not null,
     "pinball" double precision not null,
     "naive_pinball" double precision not null,
     "winkler_90" double precision not null,
     "naive_winkler_90" double precision not null,
     primary key ("day", "crypto_id", "model_id", "horizon_hours")
  )`,
];

const GUARDED = [
  "unsealed_publications",
  "forecast_publications",
  "predictions",
  "forecast_scores",
];

/** The function that guards what is written once; there is no way round it, for pruning either. */
const GUARD = [
  `create function "refuse_change"() returns trigger language plpgsql as $$
   begin
     raise exception 'The book of forecasts is sealed: % of % is refused.', tg_op, tg_table_name;
   end $$`,
  ...GUARDED.flatMap((table) => [
    `create trigger "${table}_sealed" before update or delete on "${table}"
       for each row execute function "refuse_change"()`,
    `create trigger "${table}_kept" before truncate on "${table}"
       for each statement execute function "refuse_change"()`,
  ]),
];

/** Published forecasts in a hash chain that nothing changes, and their scores. */
export class SealedBookMigration extends Migration {
  override up(): void {
    for (const statement of [...KEEP, ...SEAL, ...SCORES, ...GUARD]) this.addSql(statement);
  }
}
