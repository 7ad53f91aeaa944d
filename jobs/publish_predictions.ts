import {
  championModel,
  listModels,
  publishForecasts as storeForecasts,
  readSeries,
  type StoredModel,
} from "../db/mod.ts";
import { naiveForecasts } from "../ml/baselines/naive.ts";
import type { Forecast } from "../ml/forecast.ts";
import { openPredictor } from "../ml/predict.ts";
import { type CoinSeries, HOUR_MS } from "../ml/series.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { lastClosedHour } from "./hours.ts";

export interface PublishResult {
  /** False when these forecasts were published before. */
  readonly created: boolean;
  /** Close of the last candle used; null where there is nothing to forecast. */
  readonly madeAtMs: number | null;
  /** null: the naive forecast. */
  readonly modelId: string | null;
  readonly coins: number;
  /** Why something else than the champion stood in, or which coins have the naive forecast. */
  readonly reason: string | null;
}

/** History that is read: what the features look back on, and what naive ranges are calibrated on. */
const HISTORY_DAYS = 200;
const CALIBRATION_DAYS = 180;
/** So many retired models are tried when the champion cannot be loaded. */
const FORMER_MODELS = 5;

/**
 * Publishes forecasts of every tracked coin from its newest closed candle: of the champion, in one
 * batch; where its file cannot be used, of the last model that was champion before; else the naive
 * forecast. Coins without enough history for the model get the naive forecast in the same
 * publication. One transaction; publishing twice for one hour changes nothing.
 */
export async function publishForecasts(
  context: JobContext,
  _input: Record<never, never> = {},
  report: ReportProgress = () => {},
): Promise<PublishResult> {
  report(progress(0, null, "Reading candles"));
  const series = await readMarket(context);
  const newestMs = Math.max(...series.map((one) => one.openTime.at(-1)!));
  if (series.length === 0) return NOTHING;
  report(progress(0, series.length, "Forecasting"));
  const { model, forecasts, reason, isFallback } = await forecastMarket(context, series);
  const madeAtMs = newestMs + HOUR_MS;
  const current = forecasts.filter((forecast) => forecast.madeAtMs === madeAtMs);
  if (current.length === 0) return { ...NOTHING, reason: "No coin has enough history yet." };
  const stored = await storeForecasts(context.db, {
    modelId: model?.id ?? null,
    madeAtMs,
    publishedAtMs: context.now(),
    horizonHours: context.config.horizonHours,
    isFallback,
    reason,
    forecasts: current,
  });
  const coins = stored.predictions;
  const by = model === null ? "the naive forecast" : model.id;
  report(progress(coins, coins, `Published forecasts of ${coins} coins by ${by}`));
  return { created: stored.created, madeAtMs, modelId: model?.id ?? null, coins, reason };
}

const NOTHING: PublishResult = {
  created: false,
  madeAtMs: null,
  modelId: null,
  coins: 0,
  reason: "There are no candles yet.",
};

function progress(done: number, total: number | null, message: string) {
  return { done, total, unit: "coins", ratePerSecond: null, secondsLeft: null, message };
}

/** The coins that are up to date; one that lags behind the market has no forecast made now. */
async function readMarket(context: JobContext): Promise<CoinSeries[]> {
  const toMs = lastClosedHour(context.now());
  const fromMs = toMs - HISTORY_DAYS * 24 * HOUR_MS;
  const all = (await readSeries(context.db, { fromMs, toMs })).filter((one) =>
    one.openTime.length > 0
  );
  const newestMs = Math.max(...all.map((one) => one.openTime.at(-1)!));
  const current = all.filter((one) => one.openTime.at(-1) === newestMs);
  if (current.length < all.length) {
    const late = all.filter((one) => !current.includes(one)).map((one) => one.symbol);
    context.log.warn(`No forecast for coins behind the market: ${late.join(", ")}`, { late });
  }
  return current;
}

interface MarketForecast {
  readonly model: StoredModel | null;
  readonly forecasts: readonly Forecast[];
  readonly isFallback: boolean;
  readonly reason: string | null;
}

async function forecastMarket(
  context: JobContext,
  series: readonly CoinSeries[],
): Promise<MarketForecast> {
  const problems: string[] = [];
  for (const model of await modelsToTry(context)) {
    try {
      const made = await forecastWith(context, model, series);
      const isFallback = problems.length > 0;
      const reason = [...problems, made.reason].filter((text) => text !== null).join(" ") || null;
      return { model, forecasts: made.forecasts, isFallback, reason };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problems.push(`Model ${model.id} could not be used: ${why}`);
      context.log.warn(`Model ${model.id} could not be used: ${why}`, { model: model.id });
    }
  }
  const reason = problems.length > 0 ? problems.join(" ") : "No model has been promoted yet.";
  return {
    model: null,
    forecasts: await naive(context, series),
    isFallback: problems.length > 0,
    reason,
  };
}

/** The champion, then the models that were champion before it, the latest first. */
async function modelsToTry(context: JobContext): Promise<StoredModel[]> {
  const champion = await championModel(context.db);
  if (champion === null) return [];
  const former = (await listModels(context.db)).filter((model) => model.status === "retired")
    .sort((a, b) => (b.decidedAtMs ?? b.trainedAtMs) - (a.decidedAtMs ?? a.trainedAtMs));
  return [champion, ...former.slice(0, FORMER_MODELS)];
}

async function forecastWith(
  context: JobContext,
  model: StoredModel,
  series: readonly CoinSeries[],
): Promise<{ forecasts: Forecast[]; reason: string | null }> {
  const predictor = await openPredictor({ modelsDir: context.config.modelsDir, id: model.id });
  try {
    const { horizonHours } = predictor.manifest;
    if (horizonHours !== context.config.horizonHours) {
      throw new Error(
        `it forecasts ${horizonHours} hours, ${context.config.horizonHours} are asked for.`,
      );
    }
    const { forecasts, skipped } = await predictor.predict([...series], { explain: true });
    const names = new Set(skipped.map((one) => one.symbol));
    const others = await naive(context, series.filter((one) => names.has(one.symbol)));
    const reason = skipped.length === 0
      ? null
      : `Naive for ${skipped.map((one) => `${one.symbol} (${one.reason})`).join(", ")}.`;
    return { forecasts: [...forecasts, ...others], reason };
  } finally {
    await predictor.close();
  }
}

/** Coin by coin with pauses between: all of them at once would hold up requests for a tenth of a second. */
async function naive(context: JobContext, series: readonly CoinSeries[]): Promise<Forecast[]> {
  const options = { horizonHours: context.config.horizonHours, calibrationDays: CALIBRATION_DAYS };
  const forecasts: Forecast[] = [];
  for (const one of series) {
    forecasts.push(...naiveForecasts([one], options));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return forecasts;
}
