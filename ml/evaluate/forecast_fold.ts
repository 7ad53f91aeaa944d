import type { FittedModel, ForecastModel } from "../baselines/baseline.ts";
import { buildDataset, type Dataset, type DroppedWindows } from "../dataset.ts";
import { computeFeatures, featureNames } from "../features/feature_set.ts";
import { QUANTILES } from "../forecast.ts";
import { fitScaler, type Scaler } from "../scaler.ts";
import { type CoinSeries, HOUR_MS } from "../series.ts";
import { withoutCoins } from "../training/prepare_data.ts";
import type { Fold } from "./folds.ts";

export interface FoldInput {
  /** Candles up to the last outcome of the test block; later ones change nothing. */
  readonly series: readonly CoinSeries[];
  readonly fold: Fold;
  readonly models: readonly ForecastModel[];
  readonly sequenceLength: number;
  readonly horizonHours: number;
  /** Hours between two forecasts of a coin, counted from midnight UTC. */
  readonly strideHours: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with what begins; a part lasts until the next begins. */
  readonly onPart?: ((part: string) => void) | undefined;
}

/** The forecasts of the calibration and the test block, in order of time; of the last horizon alone. */
export interface FoldRows {
  readonly symbols: readonly string[];
  readonly madeAtMs: Float64Array;
  readonly close: Float64Array;
  readonly volatility: Float64Array;
  /** Outcomes, scaled as the quantiles are: ln(actual / close) / (volatility · √h). */
  readonly actual: Float32Array;
}

export interface FoldForecasts {
  readonly rows: FoldRows;
  /** N×5 scaled quantiles of each model as it gives them. */
  readonly quantiles: ReadonlyMap<string, Float32Array>;
  readonly scaler: Scaler;
  readonly dropped: DroppedWindows;
  readonly fitted: ReadonlyMap<string, FittedModel>;
}

/**
 * Fits every model on the training block of a fold, held-out coins left out, and forecasts the calibration and
 * the test block, held-out coins included.
 */
export async function forecastFold(input: FoldInput): Promise<FoldForecasts> {
  const { fold, models, seed, signal, onPart } = input;
  onPart?.("features");
  const features = computeFeatures([...input.series]);
  const known = withoutCoins(features, fold.heldOut);
  const scaler = fitScaler(known, { block: fold.blocks.train, names: featureNames });
  const train = buildDataset(known, { ...input, ...fold.blocks.train, scaler });
  if (train.size === 0) throw new RangeError(`Fold ${fold.number} has no window to train on.`);
  const all = buildDataset(features, {
    ...input,
    fromMs: fold.calibrate.fromMs,
    toMs: fold.test.toMs,
    scaler,
  });
  const indexes = chooseSamples(all, input);
  const quantiles = new Map<string, Float32Array>();
  const fitted = new Map<string, FittedModel>();
  for (const model of models) {
    signal?.throwIfAborted();
    onPart?.(model.name);
    const one = await model.fit(train, { features, seed, ...(signal && { signal }) });
    quantiles.set(model.name, lastHorizon(await one.predict(all, indexes), all.horizons));
    fitted.set(model.name, one);
  }
  return { rows: readRows(all, indexes), quantiles, scaler, dropped: all.dropped, fitted };
}

/** Samples of the calibration and the test block at the stride's hours, in order of time, then coin. */
function chooseSamples(dataset: Dataset, { fold, strideHours }: FoldInput): Int32Array {
  const chosen: { readonly index: number; readonly madeAtMs: number }[] = [];
  for (let index = 0; index < dataset.size; index++) {
    const { madeAtMs } = dataset.sampleAt(index);
    const openMs = madeAtMs - HOUR_MS;
    const isWanted = openMs < fold.calibrate.toMs || openMs >= fold.test.fromMs;
    if (isWanted && madeAtMs / HOUR_MS % strideHours === 0) chosen.push({ index, madeAtMs });
  }
  chosen.sort((a, b) => a.madeAtMs - b.madeAtMs || a.index - b.index);
  return Int32Array.from(chosen, ({ index }) => index);
}

function lastHorizon(quantiles: Float32Array, horizons: number): Float32Array {
  const levels = QUANTILES.length;
  const out = new Float32Array(quantiles.length / horizons);
  for (let row = 0; row * levels < out.length; row++) {
    const end = (row + 1) * horizons * levels;
    out.set(quantiles.subarray(end - levels, end).slice().sort(), row * levels);
  }
  return out;
}

function readRows(dataset: Dataset, indexes: Int32Array): FoldRows {
  const targets = new Float32Array(indexes.length * dataset.horizons);
  dataset.fillTargets(indexes, targets);
  const samples = Array.from(indexes, (index) => dataset.sampleAt(index));
  return {
    symbols: samples.map(({ symbol }) => symbol),
    madeAtMs: Float64Array.from(samples, ({ madeAtMs }) => madeAtMs),
    close: Float64Array.from(samples, ({ close }) => close),
    volatility: Float64Array.from(samples, ({ volatility }) => volatility),
    actual: Float32Array.from(indexes, (_, row) => targets[(row + 1) * dataset.horizons - 1]!),
  };
}
