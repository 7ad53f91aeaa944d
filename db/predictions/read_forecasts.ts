import type { Sql } from "../database.ts";
import type {
  ForecastPoint,
  Publication,
  PublishedForecast,
  PublishedForecasts,
  PublishedModel,
  StoredPrediction,
} from "./forecasts.ts";

const HOUR_MS = 3_600_000;
/** Quantiles of each hour of a path. */
const LEVELS = 5;

type PublicationRow = Publication & { modelType: string | null; trainedAtMs: number | null };

const PUBLICATION = `p.id, p.model_id as "modelId", p.made_at as "madeAtMs",
  p.published_at as "publishedAtMs", p.horizon_hours as "horizonHours",
  p.is_fallback as "isFallback", p.reason, p.is_late as "isLate", m.type as "modelType", m.trained_at as "trainedAtMs"`;

// Of one hour: the champion's before another model's (false) before the naive one (NULL).
const NEWEST_FIRST = `p.made_at desc, (m.status = 'champion') desc nulls last, p.id desc`;

const PREDICTION = `c.symbol, c.name, c.rank, d.close, d.q05, d.q10, d.q25, d.q50, d.q75,
  d.q90, d.q95, d.probability_up as "probabilityUp", d.confidence, d.called,
  d.call_reason as "callReason"`;

/**
 * The newest publication with its forecasts by rank, without the hourly paths; a model's goes before
 * the naive one of the same hour. `null` before the first.
 */
export async function latestPublication(db: Sql): Promise<PublishedForecasts | null> {
  const [row] = await db.sql<PublicationRow>(
    `select ${PUBLICATION} from forecast_publications p left join models m on m.id = p.model_id
     where p.made_at = (select max(made_at) from forecast_publications)
     order by ${NEWEST_FIRST} limit 1`,
  );
  if (!row) return null;
  const predictions = await db.sql<StoredPrediction>(
    `select ${PREDICTION} from predictions d join cryptocurrencies c on c.id = d.crypto_id
     where d.publication_id = $1 order by c.rank nulls last, c.symbol`,
    [row.id],
  );
  return { ...publicationOf(row), predictions };
}

/**
 * The newest forecast of one coin with its hourly path; `null` where it has none within a week of the
 * newest publication.
 */
export async function coinPrediction(db: Sql, symbol: string): Promise<PublishedForecast | null> {
  const [row] = await db.sql<CoinRow>(
    `select ${PUBLICATION}, ${PREDICTION}, d.path, d.attribution
     from predictions d
     join cryptocurrencies c on c.id = d.crypto_id
     join forecast_publications p on p.id = d.publication_id
     left join models m on m.id = p.model_id
     where c.symbol = $1
       and p.made_at >= (select max(made_at) from forecast_publications) - interval '7 days'
     order by ${NEWEST_FIRST} limit 1`,
    [symbol],
  );
  return row ? { ...publicationOf(row), prediction: predictionOf(row) } : null;
}

function publicationOf(
  row: PublicationRow,
): { publication: Publication; model: PublishedModel | null } {
  const { id, modelId, madeAtMs, publishedAtMs, horizonHours, isFallback, reason, isLate } = row;
  const times = { madeAtMs, publishedAtMs, horizonHours };
  const publication = { id, modelId, ...times, isFallback, reason, isLate };
  if (modelId === null || row.modelType === null || row.trainedAtMs === null) {
    return { publication, model: null };
  }
  return {
    publication,
    model: { id: modelId, type: row.modelType, trainedAtMs: row.trainedAtMs },
  };
}

type CoinRow = PublicationRow & Omit<PublishedForecast["prediction"], "path"> & {
  readonly path: readonly number[];
};

function predictionOf(row: CoinRow): PublishedForecast["prediction"] {
  const { symbol, name, rank, close, q05, q10, q25, q50, q75, q90, q95 } = row;
  const { probabilityUp, confidence, called, callReason, attribution } = row;
  return {
    ...{ symbol, name, rank, close, q05, q10, q25, q50, q75, q90, q95 },
    ...{ probabilityUp, confidence, called, callReason, attribution },
    path: toPoints(row.madeAtMs, row.path),
  };
}

/** A stored path with its hours; see `PredictionEntity`. */
export function toPoints(madeAtMs: number, path: readonly number[]): ForecastPoint[] {
  return Array.from({ length: path.length / LEVELS }, (_, hour) => {
    const [q05, q25, q50, q75, q95] = path.slice(hour * LEVELS, (hour + 1) * LEVELS);
    const targetMs = madeAtMs + (hour + 1) * HOUR_MS;
    return { targetMs, q05: q05!, q25: q25!, q50: q50!, q75: q75!, q95: q95! };
  });
}
