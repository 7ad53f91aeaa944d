import type { Database, Sql } from "../database.ts";
import type { ForecastInput, ForecastPoint } from "./forecasts.ts";

export interface PublishForecastsInput {
  /** `null`: the naive forecast. */
  readonly modelId: string | null;
  /** Close time of the last candle used. */
  readonly madeAtMs: number;
  readonly publishedAtMs: number;
  readonly horizonHours: number;
  readonly isFallback: boolean;
  readonly reason?: string | null;
  readonly forecasts: readonly ForecastInput[];
}

export interface PublishForecastsResult {
  readonly publicationId: number;
  /** False when this model had already published for this hour: nothing was changed. */
  readonly created: boolean;
  readonly predictions: number;
}

/**
 * Publishes a set of forecasts in one transaction: all of it is seen, or nothing. What was published
 * for the same hour by the same model stays as it is. Throws on a coin that is not known and on a
 * path that does not end at the horizon.
 */
export async function publishForecasts(
  db: Database,
  input: PublishForecastsInput,
): Promise<PublishForecastsResult> {
  const records = input.forecasts.map((forecast) => toRecord(forecast, input));
  return await db.transaction(async (tx) => {
    const inserted = await insertPublication(tx, input);
    if (inserted === null) return await alreadyPublished(tx, input);
    const written = await insertPredictions(tx, inserted, records);
    if (written !== records.length) {
      throw new Error(
        `${
          records.length - written
        } of ${records.length} forecasts are for coins that are unknown ` +
          "or named twice: nothing was published.",
      );
    }
    return { publicationId: inserted, created: true, predictions: written };
  });
}

async function insertPublication(tx: Sql, input: PublishForecastsInput): Promise<number | null> {
  const rows = await tx.sql<{ id: number }>(
    `insert into forecast_publications (model_id, made_at, published_at, horizon_hours, is_fallback,
       reason)
     values ($1, to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000), $4, $5, $6)
     on conflict (made_at, coalesce(model_id, '')) do nothing returning id`,
    [
      input.modelId,
      input.madeAtMs,
      input.publishedAtMs,
      input.horizonHours,
      input.isFallback,
      input.reason ?? null,
    ],
  );
  return rows[0]?.id ?? null;
}

async function alreadyPublished(
  tx: Sql,
  input: PublishForecastsInput,
): Promise<PublishForecastsResult> {
  const rows = await tx.sql<{ id: number; predictions: number }>(
    `select p.id, (select count(*) from predictions where publication_id = p.id) as predictions
     from forecast_publications p
     where made_at = to_timestamp($1::float8 / 1000) and coalesce(model_id, '') = coalesce($2, '')`,
    [input.madeAtMs, input.modelId],
  );
  const found = rows[0];
  if (!found) throw new Error("A publication of the same hour vanished while it was looked up.");
  return { publicationId: found.id, created: false, predictions: found.predictions };
}

async function insertPredictions(
  tx: Sql,
  publicationId: number,
  records: readonly object[],
): Promise<number> {
  const rows = await tx.sql(
    `insert into predictions (publication_id, crypto_id, close, q05, q25, q50, q75, q95,
       probability_up, confidence, called, path, attribution)
     select $1, c.id, r.close, r.q05, r.q25, r.q50, r.q75, r.q95, r."probabilityUp", r.confidence,
       r.called, r.path, r.attribution
     from jsonb_to_recordset($2::jsonb) as r(symbol text, close float8, q05 float8, q25 float8,
       q50 float8, q75 float8, q95 float8, "probabilityUp" float8, confidence float8,
       called boolean, path jsonb, attribution jsonb)
     join cryptocurrencies c on c.symbol = r.symbol
     on conflict do nothing returning crypto_id`,
    [publicationId, JSON.stringify(records)],
  );
  return rows.length;
}

function toRecord(forecast: ForecastInput, input: PublishForecastsInput): object {
  const horizon = forecast.path.at(-1);
  const horizonMs = input.madeAtMs + input.horizonHours * 3_600_000;
  if (!horizon || horizon.targetMs !== horizonMs) {
    throw new RangeError(
      `The path of ${forecast.symbol} does not end ${input.horizonHours} hours after the forecast.`,
    );
  }
  const { symbol, close, probabilityUp, confidence } = forecast;
  const { q05, q25, q50, q75, q95 } = horizon;
  const path = forecast.path.map(toPoint);
  const called = forecast.called ?? false;
  const attribution = forecast.attribution ?? null;
  const quantiles = { q05, q25, q50, q75, q95 };
  return { symbol, close, ...quantiles, probabilityUp, confidence, called, path, attribution };
}

function toPoint({ targetMs, q05, q25, q50, q75, q95 }: ForecastPoint): ForecastPoint {
  return { targetMs, q05, q25, q50, q75, q95 };
}
