import { championModel, listModels, type StoredModel } from "../db/mod.ts";
import { naiveForecasts } from "../ml/baselines/naive.ts";
import type { Forecast } from "../ml/forecast.ts";
import { openPredictor } from "../ml/predict.ts";
import type { CoinSeries } from "../ml/series.ts";
import type { JobContext } from "./context.ts";
import { ensureModelFile } from "./share_model.ts";

export interface MarketForecast {
  /** null: the naive forecast. */
  readonly model: StoredModel | null;
  /** What the model forecasts; empty without one. */
  readonly modelled: readonly Forecast[];
  /** The naive forecast of every coin with enough history, by symbol. */
  readonly naive: ReadonlyMap<string, Forecast>;
  /** True where something else than the champion stood in, for the `reason`. */
  readonly isFallback: boolean;
  readonly reason: string | null;
}

const CALIBRATION_DAYS = 180;
/** So many retired models are tried when the champion cannot be loaded. */
const FORMER_MODELS = 5;

/**
 * Forecasts the market with the champion, in one batch; where its file cannot be used, with the last
 * model that was champion before; and with the naive forecast beside it.
 */
export async function forecastMarket(
  context: JobContext,
  series: readonly CoinSeries[],
): Promise<MarketForecast> {
  const problems: string[] = [];
  const naive = await naiveBySymbol(context, series);
  for (const model of await modelsToTry(context)) {
    try {
      const made = await forecastWith(context, model, series);
      const isFallback = problems.length > 0;
      const reason = [...problems, made.reason].filter((text) => text !== null).join(" ") || null;
      return { model, modelled: made.forecasts, naive, isFallback, reason };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problems.push(`Model ${model.id} could not be used: ${why}`);
      context.log.warn(`Model ${model.id} could not be used: ${why}`, { model: model.id });
    }
  }
  const reason = problems.length > 0 ? problems.join(" ") : "No model has been promoted yet.";
  return { model: null, modelled: [], naive, isFallback: problems.length > 0, reason };
}

/** The champion, then the models that were champion before it, the latest first. */
async function modelsToTry(context: JobContext): Promise<StoredModel[]> {
  const champion = await championModel(context.db);
  if (champion === null) return [];
  const former = (await listModels(context.db, { status: "retired" })).filter((model) =>
    model.rolledBackAtMs === null && model.prunedAtMs === null
  )
    .sort((a, b) => (b.decidedAtMs ?? b.trainedAtMs) - (a.decidedAtMs ?? a.trainedAtMs));
  return [champion, ...former.slice(0, FORMER_MODELS)];
}

async function forecastWith(
  context: JobContext,
  model: StoredModel,
  series: readonly CoinSeries[],
): Promise<{ forecasts: Forecast[]; reason: string | null }> {
  await ensureModelFile(context, model);
  const predictor = await openPredictor({ modelsDir: context.config.modelsDir, id: model.id });
  try {
    const { horizonHours } = predictor.manifest;
    if (horizonHours !== context.config.horizonHours) {
      throw new Error(
        `it forecasts ${horizonHours} hours, ${context.config.horizonHours} are asked for.`,
      );
    }
    const { forecasts, skipped } = await predictor.predict([...series], { explain: true });
    const reason = skipped.length === 0
      ? null
      : `Naive for ${skipped.map((one) => `${one.symbol} (${one.reason})`).join(", ")}.`;
    return { forecasts, reason };
  } finally {
    await predictor.close();
  }
}

/** Coin by coin with pauses between: all of them at once would hold up requests for a tenth of a second. */
async function naiveBySymbol(
  context: JobContext,
  series: readonly CoinSeries[],
): Promise<Map<string, Forecast>> {
  const options = { horizonHours: context.config.horizonHours, calibrationDays: CALIBRATION_DAYS };
  const forecasts = new Map<string, Forecast>();
  for (const one of series) {
    for (const forecast of naiveForecasts([one], options)) forecasts.set(one.symbol, forecast);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return forecasts;
}
