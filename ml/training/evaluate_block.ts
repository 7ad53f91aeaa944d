import { applyConformal, type Calibration, INTERVALS } from "../conformal.ts";
import type { Dataset } from "../dataset.ts";
import { QUANTILES } from "../forecast.ts";
import { pinball } from "../quantiles.ts";
import { evenHours } from "./batches.ts";
import { centreMedians } from "./centre.ts";

/** Runs a network on a batch: [batch, hours, features] in, [batch, horizons·quantiles] out. */
export type BatchForecaster = (x: Float32Array, batch: number) => Promise<Float32Array>;

/** Forecasts and what came of them, N×H×5 and N×H, in scaled units. */
export interface ForecastValues {
  readonly predicted: Float32Array;
  readonly actual: Float32Array;
}

/** The forecasts of one block of time. */
export interface BlockForecasts extends ForecastValues {
  /** When each of the N forecasts was made, ms since the epoch. */
  readonly madeAtMs: Float64Array;
}

/** Windows in one run: enough to be fast, few enough to stay in the cache. */
const BATCH = 128;

/** Forecasts about `count` samples of a block, all coins at some hours, as they are served: centred. */
export async function forecastBlock(
  dataset: Dataset,
  forecast: BatchForecaster,
  count: number,
): Promise<BlockForecasts> {
  const indexes = evenHours(dataset, count);
  const { horizons, sequenceLength, featureCount } = dataset;
  const width = horizons * QUANTILES.length;
  const predicted = new Float32Array(indexes.length * width);
  const actual = new Float32Array(indexes.length * horizons);
  for (let start = 0; start < indexes.length; start += BATCH) {
    const some = indexes.subarray(start, start + BATCH);
    const x = new Float32Array(some.length * sequenceLength * featureCount);
    const y = new Float32Array(some.length * horizons);
    dataset.fill(some, x, y);
    predicted.set(await forecast(x, some.length), start * width);
    actual.set(y, start * horizons);
  }
  const madeAtMs = Float64Array.from(indexes, (index) => dataset.sampleAt(index).madeAtMs);
  return { predicted: centreMedians(predicted, madeAtMs), actual, madeAtMs };
}

/** Mean pinball loss over samples, horizons and quantiles, in scaled units. */
export function meanPinball({ predicted, actual }: ForecastValues): number {
  let sum = 0;
  for (let cell = 0; cell < actual.length; cell++) sum += cellPinball(predicted, actual, cell);
  return sum / predicted.length;
}

/** Sum of the losses of the quantiles of one sample and horizon. */
export function cellPinball(predicted: Float32Array, actual: Float32Array, cell: number): number {
  const start = cell * QUANTILES.length;
  let sum = 0;
  for (let level = 0; level < QUANTILES.length; level++) {
    sum += pinball(actual[cell]!, predicted[start + level]!, QUANTILES[level]!);
  }
  return sum;
}

/** The same quantiles H×5 for every sample: the naive forecast beside a block's outcomes. */
export function repeatQuantiles(quantiles: Float32Array, actual: Float32Array): ForecastValues {
  const samples = actual.length * QUANTILES.length / quantiles.length;
  const predicted = new Float32Array(samples * quantiles.length);
  for (let sample = 0; sample < samples; sample++) {
    predicted.set(quantiles, sample * quantiles.length);
  }
  return { predicted, actual };
}

/** Forecasts after the conformal offsets, without crossing quantiles. */
export function calibrateForecasts(
  { predicted, actual }: ForecastValues,
  calibration: Calibration,
): ForecastValues {
  const width = calibration.offset90.length * QUANTILES.length;
  const calibrated = new Float32Array(predicted.length);
  for (let start = 0; start < predicted.length; start += width) {
    calibrated.set(applyConformal(predicted.subarray(start, start + width), calibration), start);
  }
  return { predicted: calibrated, actual };
}

/** Figures of one block; errors in scaled units, shares in 0…1. */
export interface BlockMetrics {
  readonly samples: number;
  readonly pinball: number;
  /** Mean |error| of the median against that of forecasting no change: below 1 is better. */
  readonly mase: number;
  readonly coverage50: number;
  readonly coverage90: number;
  /** Share of samples whose direction at the last horizon is the median's; none stated counts half. */
  readonly hitRate: number;
}

export function measureBlock(forecasts: ForecastValues, horizons: number): BlockMetrics {
  const { predicted, actual } = forecasts;
  const [wide, narrow] = INTERVALS;
  return {
    samples: actual.length / horizons,
    pinball: meanPinball(forecasts),
    mase: meanAbsoluteScaledError(predicted, actual),
    coverage50: coverage(predicted, actual, narrow),
    coverage90: coverage(predicted, actual, wide),
    hitRate: hitRate(predicted, actual, horizons),
  };
}

const MEDIAN = QUANTILES.indexOf(0.5);

function meanAbsoluteScaledError(predicted: Float32Array, actual: Float32Array): number {
  let error = 0;
  let change = 0;
  actual.forEach((value, cell) => {
    error += Math.abs(value - predicted[cell * QUANTILES.length + MEDIAN]!);
    change += Math.abs(value);
  });
  return error / change;
}

function coverage(
  predicted: Float32Array,
  actual: Float32Array,
  { low, high }: { readonly low: number; readonly high: number },
): number {
  let inside = 0;
  actual.forEach((value, cell) => {
    const start = cell * QUANTILES.length;
    if (value >= predicted[start + low]! && value <= predicted[start + high]!) inside++;
  });
  return inside / actual.length;
}

function hitRate(predicted: Float32Array, actual: Float32Array, horizons: number): number {
  let hits = 0;
  let count = 0;
  for (let cell = horizons - 1; cell < actual.length; cell += horizons) {
    const median = predicted[cell * QUANTILES.length + MEDIAN]!;
    count++;
    if (median === 0) hits += 0.5;
    else if (Math.sign(median) === Math.sign(actual[cell]!)) hits++;
  }
  return hits / count;
}
