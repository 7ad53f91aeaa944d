import type { Database } from "../database.ts";
import type { ForecastInput } from "./forecasts.ts";

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
 * for the same hour by the same model stays as it is. Throws on a coin that is not known.
 */
export function publishForecasts(
  _db: Database,
  _input: PublishForecastsInput,
): Promise<PublishForecastsResult> {
  return Promise.reject(new Error("Not written yet."));
}
