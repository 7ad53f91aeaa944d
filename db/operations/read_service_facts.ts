import type { Sql } from "../database.ts";

/** What all processes together have done, as far as it changes from minute to minute. */
export interface ServiceFacts {
  readonly trackedCoins: number;
  /** End of the newest closed candle of any followed coin; `null` where there is none. */
  readonly newestEndMs: number | null;
  /** Followed coins whose newest closed candle is older than that of the others. */
  readonly coinsBehind: number;
  readonly gaps: Readonly<Record<"open" | "outage" | "repaired", number>>;
  /** Hours in open gaps. */
  readonly openGapHours: number;
  readonly publications: number;
  readonly latePublications: number;
  /** The newest publication; `null` before the first. */
  readonly madeAtMs: number | null;
  readonly publishedCoins: number | null;
  readonly isFallback: boolean | null;
  /** When the model that serves was trained. */
  readonly trainedAtMs: number | null;
  /** What the watch for drift last found, as it stored it. */
  readonly drift: unknown;
  /** Episodes of drift that last, by kind. */
  readonly driftOpen: Readonly<Record<string, number>>;
  readonly databaseBytes: number;
}

const NEWEST_CANDLES = `
  select open_time from cryptocurrencies c
  cross join lateral (
    select open_time from candles where crypto_id = c.id and is_closed
    order by open_time desc limit 1
  ) newest
  where c.is_tracked`;

const SERVICE_FACTS = `
  with newest as materialized (${NEWEST_CANDLES}),
  published as materialized (
    select made_at, forecasts, is_fallback from forecast_publications
    where made_at = (select max(made_at) from forecast_publications)
    order by is_fallback, id desc limit 1
  )
  select (select count(*) from cryptocurrencies where is_tracked) as "trackedCoins",
    (select max(open_time) + interval '1 hour' from newest) as "newestEndMs",
    (select count(*) from newest where open_time < (select max(open_time) from newest))
      as "coinsBehind",
    (select jsonb_build_object('open', count(*) filter (where status = 'open'),
        'outage', count(*) filter (where status = 'outage'),
        'repaired', count(*) filter (where status = 'repaired')) from gaps) as gaps,
    (select coalesce(sum(hours), 0) from gaps where status = 'open') as "openGapHours",
    (select count(*) from forecast_publications) as publications,
    (select count(*) from forecast_publications where is_late) as "latePublications",
    (select made_at from published) as "madeAtMs",
    (select forecasts from published) as "publishedCoins",
    (select is_fallback from published) as "isFallback",
    (select trained_at from models where status = 'champion') as "trainedAtMs",
    (select result from job_runs where job = 'drift' and status = 'completed'
      order by slot desc limit 1) as drift,
    (select coalesce(jsonb_object_agg(kind, n), '{}') from (
      select kind, count(*) as n from model_alerts where ended_at is null group by kind) kinds)
      as "driftOpen",
    pg_database_size(current_database())::float8 as "databaseBytes"`;

/** Market data, forecasts and models, in one statement. */
export async function readServiceFacts(db: Sql): Promise<ServiceFacts> {
  const [row] = await db.sql<ServiceFacts>(SERVICE_FACTS);
  return row!;
}
