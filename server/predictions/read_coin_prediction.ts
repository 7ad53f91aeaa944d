import { coinPrediction } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import { toExplanation } from "./explanation_view.ts";
import { isStale, toPrediction, toServedModel } from "./forecast_view.ts";
import type { CoinPrediction } from "./schema.ts";

const HOUR_MS = 3_600_000;

/**
 * The newest forecast of one coin with its hourly path.
 *
 * @throws {AppError} NOT_FOUND where the coin is unknown or was left out of every publication
 */
export async function readCoinPrediction(
  app: App,
  input: { readonly symbol: string },
): Promise<CoinPrediction> {
  const found = await coinPrediction(app.db, input.symbol);
  if (found === null) throw noForecast(input.symbol);
  const { publication, model, prediction } = found;
  return {
    ...toPrediction(prediction),
    path: prediction.path.map(({ targetMs, ...quantiles }) => ({
      target_time: iso(targetMs),
      ...quantiles,
    })),
    explanation: toExplanation(prediction),
    prediction_time: iso(publication.madeAtMs),
    target_time: iso(publication.madeAtMs + publication.horizonHours * HOUR_MS),
    horizon_hours: publication.horizonHours,
    model: toServedModel(publication, model),
    stale: isStale(publication.madeAtMs, app.now()),
    simulated: await app.simulated(),
  };
}

function noForecast(symbol: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `There is no forecast of "${symbol}". GET /api/predictions/top20?limit=100 lists those there are.`,
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
