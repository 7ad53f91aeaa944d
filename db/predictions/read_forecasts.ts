import type { Sql } from "../database.ts";
import type { PublishedForecast, PublishedForecasts } from "./forecasts.ts";

/**
 * The newest publication with its forecasts by rank, without the hourly paths; a model's goes before
 * the naive one of the same hour. `null` before the first.
 */
export function latestPublication(_db: Sql): Promise<PublishedForecasts | null> {
  return Promise.reject(new Error("Not written yet."));
}

/** The newest forecast of one coin with its hourly path, or `null`. */
export function coinPrediction(_db: Sql, _symbol: string): Promise<PublishedForecast | null> {
  return Promise.reject(new Error("Not written yet."));
}
