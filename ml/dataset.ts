import type { CoinFeatures } from "./features/feature_set.ts";
import { type Scaler, scaleRows } from "./scaler.ts";
import { HOUR_MS } from "./series.ts";
import { findWindowEnds } from "./window.ts";

export interface DatasetOptions {
  /** Hours of input, T. */
  readonly sequenceLength: number;
  /** Hours of targets, H. */
  readonly horizonHours: number;
  /** Bounds of the open time of a sample's last input candle; `toMs` is excluded. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Fitted on the training block; without it the inputs stay raw. */
  readonly scaler?: Scaler;
}

/** Windows left out, by reason. */
export interface DroppedWindows {
  /** The input crosses a missing hour. */
  readonly gap: number;
  /** An input feature is undefined. */
  readonly nan: number;
  /** An hour of the target is missing or not yet known. */
  readonly label: number;
}

export interface Sample {
  /** Index into the features given to `buildDataset`. */
  readonly coin: number;
  readonly symbol: string;
  /** Row of the last input candle. */
  readonly row: number;
  /** When that candle closed: the moment of decision, ms since the epoch. */
  readonly madeAtMs: number;
  readonly close: number;
  /** Trailing hourly volatility, the scale of the targets. */
  readonly volatility: number;
}

/** Samples by reference: windows are copied out of one block per coin when a batch is filled. */
export interface Dataset {
  /** F */
  readonly featureCount: number;
  /** T */
  readonly sequenceLength: number;
  /** H, targets per sample: hours 1…H. */
  readonly horizons: number;
  /** Samples in all, ordered by coin, then time. */
  readonly size: number;
  readonly dropped: DroppedWindows;
  /** Coin and row of each sample. */
  readonly samples: { readonly coin: Int32Array; readonly row: Int32Array };
  /**
   * Copies the samples at `indexes` into `x` (B×T×F) and their targets into `y` (B×H):
   * ln(close[t+h] / close[t]) / (volatility[t] · √h), so that every coin, hour and horizon has
   * about the same spread.
   */
  fill(indexes: Int32Array, x: Float32Array, y: Float32Array): void;
  /** Only the targets of `fill`. */
  fillTargets(indexes: Int32Array, y: Float32Array): void;
  sampleAt(index: number): Sample;
}

/** The rows of one coin that samples reach, scaled. */
interface CoinBlock {
  readonly values: Float32Array;
  readonly firstRow: number;
}

/**
 * Collects all samples whose input is `sequenceLength` consecutive hours of defined features and
 * whose target hours are all there. Inputs are scaled once, here; no window is materialised.
 *
 * @throws RangeError where coins differ in their number of features.
 */
export function buildDataset(
  features: readonly CoinFeatures[],
  options: DatasetOptions,
): Dataset {
  const { sequenceLength, horizonHours: horizons, scaler } = options;
  const { coin, row, dropped } = collectSamples(features, options);
  const featureCount = countFeatures(features);
  const blocks = features.map((one, index) =>
    toBlock(one, rowSpan(coin, row, index), sequenceLength, scaler)
  );
  const roots = Float64Array.from({ length: horizons }, (_, hour) => Math.sqrt(hour + 1));
  const window = sequenceLength * featureCount;

  function fill(indexes: Int32Array, x: Float32Array, y: Float32Array): void {
    for (let place = 0; place < indexes.length; place++) {
      const index = indexes[place]!;
      const block = blocks[coin[index]!]!;
      const start = (row[index]! - sequenceLength + 1 - block.firstRow) * featureCount;
      x.set(block.values.subarray(start, start + window), place * window);
    }
    fillTargets(indexes, y);
  }

  function fillTargets(indexes: Int32Array, y: Float32Array): void {
    for (let place = 0; place < indexes.length; place++) {
      const index = indexes[place]!;
      writeTargets(features[coin[index]!]!, row[index]!, roots, y, place * horizons);
    }
  }

  return {
    featureCount,
    sequenceLength,
    horizons,
    size: row.length,
    dropped,
    samples: { coin, row },
    fill,
    fillTargets,
    sampleAt: (index) => describeSample(features, coin[index]!, row[index]!),
  };
}

function countFeatures(features: readonly CoinFeatures[]): number {
  const counts = new Set(
    features.filter((one) => one.rows > 0).map((one) => one.values.length / one.rows),
  );
  if (counts.size > 1) {
    throw new RangeError(`Coins differ in their number of features: ${[...counts].join(", ")}.`);
  }
  return [...counts][0] ?? 0;
}

function collectSamples(features: readonly CoinFeatures[], options: DatasetOptions) {
  const { sequenceLength, horizonHours, fromMs = -Infinity, toMs = Infinity } = options;
  const total = features.reduce((sum, one) => sum + one.rows, 0);
  const coin = new Int32Array(total);
  const row = new Int32Array(total);
  const dropped = { gap: 0, nan: 0, label: 0 };
  let size = 0;
  features.forEach((one, index) => {
    const windows = findWindowEnds(one, sequenceLength, fromMs, toMs);
    dropped.gap += windows.gap;
    dropped.nan += windows.nan;
    for (const end of windows.ends) {
      if (!hasTargets(one, end, horizonHours)) dropped.label++;
      else (coin[size] = index, row[size++] = end);
    }
  });
  return { coin: coin.slice(0, size), row: row.slice(0, size), dropped };
}

function hasTargets({ openTime, rows, volatility }: CoinFeatures, row: number, horizon: number) {
  return row + horizon < rows && volatility[row]! > 0 &&
    openTime[row + horizon]! - openTime[row]! === horizon * HOUR_MS;
}

/** First and last sample row of one coin; samples are ordered by coin, then row. */
function rowSpan(coin: Int32Array, row: Int32Array, index: number): [number, number] | null {
  const first = coin.indexOf(index);
  return first < 0 ? null : [row[first]!, row[coin.lastIndexOf(index)]!];
}

function toBlock(
  features: CoinFeatures,
  span: [number, number] | null,
  sequenceLength: number,
  scaler: Scaler | undefined,
): CoinBlock {
  if (span === null) return { values: new Float32Array(0), firstRow: 0 };
  if (scaler === undefined) return { values: features.values, firstRow: 0 };
  const firstRow = span[0] - sequenceLength + 1;
  const endRow = span[1] + 1;
  const values = new Float32Array((endRow - firstRow) * scaler.center.length);
  scaleRows(scaler, features.values, firstRow, endRow, values);
  return { values, firstRow };
}

function writeTargets(
  { close, volatility }: CoinFeatures,
  row: number,
  roots: Float64Array,
  y: Float32Array,
  at: number,
): void {
  const base = Math.log(close[row]!);
  for (let hour = 0; hour < roots.length; hour++) {
    y[at + hour] = (Math.log(close[row + hour + 1]!) - base) / (volatility[row]! * roots[hour]!);
  }
}

/** What a forecast needs to know of the sample at `row` of `features[coin]`. */
export function describeSample(
  features: readonly CoinFeatures[],
  coin: number,
  row: number,
): Sample {
  const { symbol, openTime, close, volatility } = features[coin]!;
  return {
    coin,
    symbol,
    row,
    madeAtMs: openTime[row]! + HOUR_MS,
    close: close[row]!,
    volatility: volatility[row]!,
  };
}
