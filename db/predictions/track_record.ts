import type { Sql } from "../database.ts";

/** Sums over scored hours of forecasts; errors and scores are shares of the price. */
export interface ScoreSums {
  /** Scored and unscorable ones. */
  readonly forecasts: number;
  readonly scored: number;
  readonly hits: number;
  readonly misses: number;
  readonly in50: number;
  readonly in80: number;
  /** Of how many `in80` is known. */
  readonly with80: number;
  readonly in90: number;
  /** Of how many the naive forecast is known. */
  readonly withNaive: number;
  readonly naiveIn90: number;
  readonly error: number;
  readonly naiveError: number;
  readonly pinball: number;
  readonly naivePinball: number;
  readonly winkler90: number;
  readonly naiveWinkler90: number;
}

export interface TrackRecord {
  /** Whose forecasts are counted; the naive ones where none of a model has come due. */
  readonly of: "model" | "naive";
  readonly scoredDays: number;
  readonly summary: ScoreSums;
  readonly byHorizon: readonly (ScoreSums & { readonly horizonHours: number })[];
  /** `2026-03` */
  readonly byMonth: readonly (ScoreSums & { readonly month: string })[];
  readonly byCoin: readonly (ScoreSums & { readonly symbol: string; readonly name: string })[];
}

export interface TrackRecordInput {
  /** Default: all coins. */
  readonly symbol?: string;
  /** Target hours that closed at or after this. */
  readonly fromMs: number;
  readonly horizonHours: number;
}

const sum = (column: string, name: string) => `coalesce(sum(t.${column}), 0)::float8 as "${name}"`;

const SUMS = [
  sum("forecasts", "forecasts"),
  sum("scored", "scored"),
  sum("hits", "hits"),
  sum("misses", "misses"),
  sum("in_50", "in50"),
  sum("in_80", "in80"),
  sum("with_80", "with80"),
  sum("in_90", "in90"),
  sum("with_naive", "withNaive"),
  sum("naive_in_90", "naiveIn90"),
  sum("error", "error"),
  sum("naive_error", "naiveError"),
  sum("pinball", "pinball"),
  sum("naive_pinball", "naivePinball"),
  sum("winkler_90", "winkler90"),
  sum("naive_winkler_90", "naiveWinkler90"),
].join(", ");

const SELECTED = `
  from score_days t join cryptocurrencies c on c.id = t.crypto_id
  where t.day >= (to_timestamp($1::float8 / 1000) at time zone 'UTC')::date
    and ($2::text is null or c.symbol = $2) and (t.model_id <> '') = $3`;

/** The record by month, coin and horizon, from the sums of each day. */
export async function readTrackRecord(db: Sql, input: TrackRecordInput): Promise<TrackRecord> {
  const { symbol = null, fromMs, horizonHours } = input;
  const [found] = await db.sql<{ model: boolean | null }>(
    `select bool_or(t.model_id <> '') as model from score_days t
     where t.day >= (to_timestamp($1::float8 / 1000) at time zone 'UTC')::date`,
    [fromMs],
  );
  const isModel = found?.model ?? false;
  const selected = [fromMs, symbol, isModel];
  const [groups, byHorizon] = await Promise.all([
    db.sql<GroupRow>(
      `select ${SUMS}, to_char(t.day, 'YYYY-MM') as month, c.symbol, c.name,
         count(distinct t.day) filter (where t.scored > 0)::int as days
       ${SELECTED} and t.horizon_hours = $4
       group by grouping sets ((), (to_char(t.day, 'YYYY-MM')), (c.symbol, c.name))
       order by month nulls last, symbol nulls last`,
      [...selected, horizonHours],
    ),
    db.sql<ScoreSums & { horizonHours: number }>(
      `select ${SUMS}, t.horizon_hours as "horizonHours" ${SELECTED}
       group by t.horizon_hours order by t.horizon_hours`,
      selected,
    ),
  ]);
  return { of: isModel ? "model" : "naive", byHorizon, ...splitGroups(groups) };
}

type GroupRow = ScoreSums & {
  readonly month: string | null;
  readonly symbol: string | null;
  readonly name: string | null;
  readonly days: number;
};

function splitGroups(groups: readonly GroupRow[]) {
  const whole = groups.find((row) => row.month === null && row.symbol === null)!;
  return {
    scoredDays: whole.days,
    summary: sumsOf(whole),
    byMonth: groups.flatMap((row) => row.month ? [{ month: row.month, ...sumsOf(row) }] : []),
    byCoin: groups.flatMap((row) =>
      row.symbol && row.name ? [{ symbol: row.symbol, name: row.name, ...sumsOf(row) }] : []
    ),
  };
}

function sumsOf({ month: _, symbol: __, name: ___, days: ____, ...sums }: GroupRow): ScoreSums {
  return sums;
}

/** A forecast of one coin for the full horizon and what came of it. */
export interface RecordedForecast {
  readonly madeAtMs: number;
  readonly targetMs: number;
  readonly close: number;
  readonly q05: number;
  readonly q25: number;
  readonly q50: number;
  readonly q75: number;
  readonly q95: number;
  /** `null` where no naive forecast was sealed beside it. */
  readonly naiveQ05: number | null;
  readonly naiveQ50: number | null;
  readonly naiveQ95: number | null;
  readonly actual: number | null;
  readonly hit: boolean | null;
  readonly unscorableReason: string | null;
}

/** One coin's forecasts that were written in time, oldest first; of every `stepHours`-th hour. */
export async function readRecordedForecasts(
  db: Sql,
  input: {
    readonly symbol: string;
    readonly fromMs: number;
    readonly of: "model" | "naive";
    readonly stepHours: number;
  },
): Promise<RecordedForecast[]> {
  return await db.sql<RecordedForecast>(
    `select p.made_at as "madeAtMs", p.made_at + p.horizon_hours * interval '1 hour' as "targetMs",
       d.close, d.q05, d.q25, d.q50, d.q75, d.q95,
       d.naive_path[(p.horizon_hours - 1) * 5 + 1] as "naiveQ05",
       d.naive_path[(p.horizon_hours - 1) * 5 + 3] as "naiveQ50",
       d.naive_path[(p.horizon_hours - 1) * 5 + 5] as "naiveQ95",
       s.actual, s.hit, s.unscorable_reason as "unscorableReason"
     from predictions d
     join cryptocurrencies c on c.id = d.crypto_id
     join forecast_publications p on p.id = d.publication_id
     left join forecast_scores s on s.publication_id = d.publication_id
       and s.crypto_id = d.crypto_id and s.horizon_hours = p.horizon_hours
     where c.symbol = $1 and not p.is_late and (p.model_id is not null) = ($3 = 'model')
       and p.made_at + p.horizon_hours * interval '1 hour' >= to_timestamp($2::float8 / 1000)
       and extract(epoch from p.made_at)::bigint / 3600 % $4 = 0
     order by p.made_at, p.id`,
    [input.symbol, input.fromMs, input.of, input.stepHours],
  );
}

/** How long the book is and where it ends. */
export interface BookState {
  readonly publications: number;
  readonly late: number;
  readonly head: string | null;
  readonly sinceMs: number | null;
}

/** What the book holds; see `verifySealedBook` for its proof. */
export async function readBookState(db: Sql): Promise<BookState> {
  const [row] = await db.sql<BookState>(
    `select count(*)::int as publications, count(*) filter (where is_late)::int as late,
       min(published_at) as "sinceMs",
       (select hash from forecast_publications order by id desc limit 1) as head
     from forecast_publications`,
  );
  return row!;
}

/** What one day's forecast of a coin said and what came of it. */
export interface DailyOutcome {
  readonly symbol: string;
  readonly madeAtMs: number;
  readonly targetMs: number;
  readonly close: number;
  readonly q50: number;
  readonly actual: number;
}

/**
 * Outcomes at the full horizon of the first publication of each UTC day that was written in time, of
 * whichever model was published then, by time and symbol.
 */
export async function readDailyOutcomes(
  db: Sql,
  input: {
    readonly fromMs: number;
    readonly horizonHours: number;
    readonly of: "model" | "naive";
  },
): Promise<DailyOutcome[]> {
  return await db.sql<DailyOutcome>(
    `with firsts as (
       select distinct on ((made_at at time zone 'UTC')::date) id, made_at
       from forecast_publications
       where not is_late and horizon_hours = $2 and (model_id is not null) = ($3 = 'model')
         and made_at >= to_timestamp($1::float8 / 1000)
       order by (made_at at time zone 'UTC')::date, made_at, id desc
     )
     select c.symbol, f.made_at as "madeAtMs", s.target_at as "targetMs", d.close, d.q50, s.actual
     from firsts f
     join predictions d on d.publication_id = f.id
     join cryptocurrencies c on c.id = d.crypto_id
     join forecast_scores s on s.publication_id = d.publication_id and s.crypto_id = d.crypto_id
       and s.horizon_hours = $2
     where s.actual is not null
     order by f.made_at, c.symbol`,
    [input.fromMs, input.horizonHours, input.of],
  );
}
