import type { Database, Sql } from "../database.ts";

export interface ScoringResult {
  /** Hours of forecasts that were scored now. */
  readonly scored: number;
  /** Hours whose candle is missing for good. */
  readonly unscorable: number;
}

/**
 * Publications with hours that are over and not yet scored, oldest first. Late ones are never among
 * them.
 */
export async function openPublications(
  db: Sql,
  input: { readonly nowMs: number },
): Promise<number[]> {
  const rows = await db.sql<{ id: number }>(
    `select p.id from forecast_publications p
     where not p.is_late and p.made_at <= to_timestamp($1::float8 / 1000) - interval '1 hour'
       and not exists (select from forecast_scorings s where s.publication_id = p.id)
     order by p.id`,
    [input.nowMs],
  );
  return rows.map((row) => row.id);
}

/** Position of a quantile in a path: 1 is q05, 5 is q95. */
function quantile(path: string, place: 1 | 2 | 3 | 4 | 5): string {
  return `${path}[(h - 1) * 5 + ${place}]`;
}

const TAUS = [[1, 0.05], [2, 0.25], [3, 0.5], [4, 0.75], [5, 0.95]] as const;

/** Mean pinball loss over the five quantiles, as a share of the price. */
function pinball(path: string): string {
  const terms = TAUS.map(([place, tau]) => {
    const forecast = quantile(path, place);
    return `greatest(${tau} * (actual - ${forecast}), (${tau} - 1) * (actual - ${forecast}))`;
  });
  return `(${terms.join(" + ")}) / 5 / close`;
}

/** Winkler score of the 90 % range, as a share of the price. */
function winkler(path: string): string {
  const [low, high] = [quantile(path, 1), quantile(path, 5)];
  return `(${high} - ${low} + 20 * greatest(${low} - actual, 0) + 20 * greatest(actual - ${high}, 0))
    / close`;
}

function covers(path: string, low: 1 | 2, high: 4 | 5): string {
  return `actual between ${quantile(path, low)} and ${quantile(path, high)}`;
}

/**
 * What follows from a sealed forecast and its outcome, as SQL over `close`, `q10`, `q90`, `path`,
 * `naive_path`, `actual`, the hour `h` and the `horizon`. Everything is NULL where there is no outcome:
 * `actual` is, and every expression contains it.
 */
export const OUTCOME = `
  case when sign(${quantile("path", 3)} - close) * sign(actual - close) <> 0
    then sign(${quantile("path", 3)} - close) = sign(actual - close) end as hit,
  ${covers("path", 2, 4)} as in_50,
  case when h = horizon then actual between q10 and q90 end as in_80,
  ${covers("path", 1, 5)} as in_90,
  ${covers("naive_path", 1, 5)} as naive_in_90,
  abs(actual - ${quantile("path", 3)}) / close as error,
  abs(actual - ${quantile("naive_path", 3)}) / close as naive_error,
  ${pinball("path")} as pinball, ${pinball("naive_path")} as naive_pinball,
  ${winkler("path")} as winkler_90, ${winkler("naive_path")} as naive_winkler_90`;

const MISSING = `case when actual is null then
  case when exists (select from gaps g where g.crypto_id = ready.crypto_id and g.status = 'outage'
      and target_at - interval '1 hour' between g.first_missing and g.last_missing)
    then 'The exchange has no candle of this hour.'
    else 'The candle of this hour was not collected in time.' end end`;

/** Columns of `score_days`, in the order in which they are counted below. */
const SUMS = [
  ...["forecasts", "scored", "hits", "misses", "in_50", "in_80", "with_80", "in_90"],
  ...["with_naive", "naive_in_90", "error", "naive_error", "pinball", "naive_pinball"],
  ...["winkler_90", "naive_winkler_90"],
];
const ADD_TO_SUMS = SUMS.map((name) => `${name} = t.${name} + excluded.${name}`).join(", ");

// Rows that another process has scored in the meantime are neither changed nor counted again.
const SCORE = `
  with due as (
    select d.publication_id, d.crypto_id, h, p.made_at + h * interval '1 hour' as target_at,
      p.horizon_hours as horizon, coalesce(p.model_id, '') as model_id, d.close, d.q10, d.q90,
      d.path, d.naive_path, k.close::float8 as actual
    from forecast_publications p
    join predictions d on d.publication_id = p.id
    cross join generate_series(1, p.horizon_hours) h
    left join candles k on k.crypto_id = d.crypto_id and k.is_closed
      and k.open_time = p.made_at + (h - 1) * interval '1 hour'
    where p.id = $1 and not p.is_late
      and p.made_at + h * interval '1 hour' <= to_timestamp($2::float8 / 1000)
      and not exists (select from forecast_scores s where s.publication_id = d.publication_id
        and s.crypto_id = d.crypto_id and s.horizon_hours = h)
  ), ready as (
    select * from due where actual is not null or target_at <= to_timestamp($3::float8 / 1000)
  ), added as (
    insert into forecast_scores (publication_id, crypto_id, horizon_hours, target_at,
      unscorable_reason, actual, hit, in_50, in_80, in_90, naive_in_90, error, naive_error, pinball,
      naive_pinball, winkler_90, naive_winkler_90, scored_at)
    select publication_id, crypto_id, h, target_at, ${MISSING}, actual, ${OUTCOME},
      to_timestamp($2::float8 / 1000)
    from ready
    on conflict do nothing returning *
  ), summed as (
    insert into score_days as t (day, crypto_id, model_id, horizon_hours, ${SUMS.join(", ")})
    select (a.target_at at time zone 'UTC')::date, a.crypto_id, coalesce(p.model_id, ''),
      a.horizon_hours, count(*), count(actual), count(*) filter (where hit),
      count(*) filter (where not hit), count(*) filter (where in_50),
      count(*) filter (where in_80), count(in_80), count(*) filter (where in_90),
      count(naive_in_90), count(*) filter (where naive_in_90), coalesce(sum(error), 0),
      coalesce(sum(naive_error), 0), coalesce(sum(pinball), 0), coalesce(sum(naive_pinball), 0),
      coalesce(sum(winkler_90), 0), coalesce(sum(naive_winkler_90), 0)
    from added a join forecast_publications p on p.id = a.publication_id
    group by 1, 2, 3, 4
    on conflict (day, crypto_id, model_id, horizon_hours) do update set ${ADD_TO_SUMS}
  )
  select count(actual) as scored, count(*) - count(actual) as unscorable from added`;

// Nothing is left once every coin has an outcome, or none for a reason, at every hour.
const FINISH = `
  insert into forecast_scorings (publication_id, finished_at)
  select p.id, to_timestamp($2::float8 / 1000) from forecast_publications p
  where p.id = $1 and p.made_at + p.horizon_hours * interval '1 hour' <=
      to_timestamp($2::float8 / 1000)
    and p.forecasts * p.horizon_hours =
      (select count(*) from forecast_scores s where s.publication_id = p.id)
  on conflict do nothing`;

/**
 * Scores the hours of a publication that are over at `nowMs` and have a closed candle, beside the
 * naive forecast that was sealed with it. An hour whose candle is still missing is left for later;
 * one that is older than `giveUpMs` is recorded as unscorable with the reason. Scoring again changes
 * nothing.
 */
export async function scorePublication(
  db: Database,
  input: { readonly publicationId: number; readonly nowMs: number; readonly giveUpMs: number },
): Promise<ScoringResult> {
  const { publicationId, nowMs, giveUpMs } = input;
  return await db.transaction(async (tx) => {
    const [result] = await tx.sql<ScoringResult>(SCORE, [publicationId, nowMs, giveUpMs]);
    await tx.sql(FINISH, [publicationId, nowMs]);
    return result!;
  });
}
