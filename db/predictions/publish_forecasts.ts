import type { Database, Sql } from "../database.ts";
import type { AdaptedRanges, ForecastInput, ForecastPoint } from "./forecasts.ts";
import {
  CHAIN_LOCK,
  EXACT_DIGITS,
  GENESIS_HASH,
  PUBLICATION_HASH,
  ROW_HASH,
  ROW_HASHES,
} from "./seal.ts";

const HOUR_MS = 3_600_000;

export interface PublishForecastsInput {
  /** `null`: the naive forecast. */
  readonly modelId: string | null;
  /** Close time of the last candle used. */
  readonly madeAtMs: number;
  readonly publishedAtMs: number;
  readonly horizonHours: number;
  readonly isFallback: boolean;
  readonly reason?: string | null;
  /** What adaptive conformal inference made the ranges with; default: nothing was adapted. */
  readonly ranges?: AdaptedRanges | null;
  readonly forecasts: readonly ForecastInput[];
}

export interface PublishForecastsResult {
  readonly publicationId: number;
  /** False when this model had already published for this hour: nothing was changed. */
  readonly created: boolean;
  readonly predictions: number;
}

/**
 * Seals a set of forecasts into the book in one transaction: all of it is seen, or nothing. Whoever
 * publishes at the same time waits, so that there is one chain. What was published for the same hour
 * by the same model stays as it is. A publication written when the first hour it speaks of is over
 * is kept and marked as late; it is never scored. Throws on a coin that is not known and on a path
 * that does not end at the horizon.
 */
export async function publishForecasts(
  db: Database,
  input: PublishForecastsInput,
): Promise<PublishForecastsResult> {
  const records = input.forecasts.map((forecast) => toRecord(forecast, input));
  return await db.transaction(async (tx) => {
    await tx.sql("select pg_advisory_xact_lock($1)", [CHAIN_LOCK]);
    await tx.sql(EXACT_DIGITS);
    const known = await alreadyPublished(tx, input);
    if (known !== null) return known;
    const publicationId = await nextId(tx);
    const written = await insertSealed(tx, publicationId, input, records);
    if (written !== records.length) {
      throw new Error(
        `${records.length - written} of ${records.length} forecasts are for unknown coins: ` +
          "nothing was published.",
      );
    }
    return { publicationId, created: true, predictions: written };
  });
}

async function alreadyPublished(
  tx: Sql,
  input: PublishForecastsInput,
): Promise<PublishForecastsResult | null> {
  const [found] = await tx.sql<{ id: number; predictions: number }>(
    `select p.id, p.forecasts as predictions from forecast_publications p
     where made_at = to_timestamp($1::float8 / 1000) and coalesce(model_id, '') = coalesce($2, '')`,
    [input.madeAtMs, input.modelId],
  );
  return found ? { publicationId: found.id, created: false, predictions: found.predictions } : null;
}

/** Taken under the lock, so that ids are in the order of the chain. */
async function nextId(tx: Sql): Promise<number> {
  const [row] = await tx.sql<{ id: number }>(
    "select nextval('forecast_publications_id_seq') as id",
  );
  return row!.id;
}

/** What a row says besides where it belongs, in the order of the table. */
const SAID = `close, q05, q10, q25, q50, q75, q90, q95, volatility, probability_up, confidence,
  called, call_reason, path, naive_path, attribution`;

const HEADER = `id, model_id, made_at, published_at, horizon_hours, is_fallback, reason, is_late,
  ranges, forecasts, prev_hash`;

// One statement, because neither table's rows can be changed to take the other's hash later.
const INSERT_SEALED = `
  with fresh as (
    select $1::bigint as publication_id, c.id as crypto_id, c.symbol, r.*
    from jsonb_to_recordset($2::jsonb) as r(coin text, close float8, q05 float8, q10 float8,
      q25 float8, q50 float8, q75 float8, q90 float8, q95 float8, volatility float8,
      probability_up float8, confidence float8, called boolean, call_reason text, path float8[],
      naive_path float8[], attribution jsonb)
    join cryptocurrencies c on c.symbol = r.coin
  ), sealed as materialized (
    select d.*, ${ROW_HASH} as row_hash from fresh d
  ), header as (
    select $1::bigint as id, $3::text as model_id, to_timestamp($4::float8 / 1000) as made_at,
      to_timestamp($5::float8 / 1000) as published_at, $6::int as horizon_hours,
      $7::boolean as is_fallback, $8::text as reason, $5::float8 - $4::float8 >= 3600000 as is_late,
      $9::jsonb as ranges, (select count(*) from sealed)::int as forecasts,
      coalesce((select hash from forecast_publications order by id desc limit 1), $10)
        as prev_hash,
      (select ${ROW_HASHES} from sealed d) as row_hashes
  ), book as (
    insert into forecast_publications (${HEADER}, hash)
    select ${HEADER}, ${PUBLICATION_HASH} from header p
  )
  insert into predictions (publication_id, crypto_id, ${SAID}, row_hash)
  select publication_id, crypto_id, ${SAID}, row_hash from sealed returning crypto_id`;

async function insertSealed(
  tx: Sql,
  publicationId: number,
  input: PublishForecastsInput,
  records: readonly object[],
): Promise<number> {
  const rows = await tx.sql(INSERT_SEALED, [
    publicationId,
    JSON.stringify(records),
    input.modelId,
    input.madeAtMs,
    input.publishedAtMs,
    input.horizonHours,
    input.isFallback,
    input.reason ?? null,
    input.ranges ? JSON.stringify(input.ranges) : null,
    GENESIS_HASH,
  ]);
  return rows.length;
}

function toRecord(forecast: ForecastInput, input: PublishForecastsInput): object {
  const { symbol, close, confidence, called = false } = forecast;
  const { q05, q25, q50, q75, q95 } = { ...forecast.path.at(-1)! };
  const naive = forecast.naivePath ?? (input.modelId === null ? forecast.path : null);
  return {
    ...{ coin: symbol, close, q05, q25, q50, q75, q95, confidence, called },
    q10: forecast.q10 ?? null,
    q90: forecast.q90 ?? null,
    volatility: forecast.volatility ?? null,
    probability_up: forecast.probabilityUp,
    call_reason: forecast.callReason ?? null,
    path: toColumn(symbol, forecast.path, input),
    naive_path: naive === null ? null : toColumn(symbol, naive, input),
    attribution: forecast.attribution ?? null,
  };
}

/** The quantiles of each hour in turn; the hours themselves follow from when it was made. */
function toColumn(
  symbol: string,
  path: readonly ForecastPoint[],
  input: PublishForecastsInput,
): number[] {
  const inOrder = path.every((one, at) => one.targetMs === input.madeAtMs + (at + 1) * HOUR_MS);
  if (path.length !== input.horizonHours || !inOrder) {
    throw new RangeError(
      `The path of ${symbol} does not name each of the ${input.horizonHours} hours after the ` +
        "forecast.",
    );
  }
  return path.flatMap(({ q05, q25, q50, q75, q95 }) => [q05, q25, q50, q75, q95]);
}
