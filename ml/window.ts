import type { CoinFeatures } from "./features/feature_set.ts";
import { HOUR_MS } from "./series.ts";

/** Rows at which a full input window ends, and what was dropped. */
export interface WindowEnds {
  readonly ends: Int32Array;
  /** Windows that cross a missing hour. */
  readonly gap: number;
  /** Windows without a gap that hold an undefined feature (warm-up, or a span that crosses one). */
  readonly nan: number;
}

/**
 * Finds the rows at which `sequenceLength` consecutive hours of defined features end. One pass:
 * keeps the length of the unbroken run and of the defined run up to each row.
 * Windows whose last candle opens outside `fromMs` ≤ t < `toMs` are neither kept nor counted.
 *
 * @param features one coin; `values` rows×F
 */
export function findWindowEnds(
  features: CoinFeatures,
  sequenceLength: number,
  fromMs = -Infinity,
  toMs = Infinity,
): WindowEnds {
  const { openTime, values, rows } = features;
  const featureCount = rows === 0 ? 0 : values.length / rows;
  const ends = new Int32Array(rows);
  let count = 0, gap = 0, nan = 0;
  let unbroken = 0, defined = 0;
  for (let row = 0; row < rows; row++) {
    const follows = row > 0 && openTime[row]! - openTime[row - 1]! === HOUR_MS;
    unbroken = follows ? unbroken + 1 : 1;
    defined = isDefined(values, row * featureCount, featureCount) ? defined + 1 : 0;
    const outside = openTime[row]! < fromMs || openTime[row]! >= toMs;
    if (outside || row + 1 < sequenceLength) continue;
    if (unbroken < sequenceLength) gap++;
    else if (defined < sequenceLength) nan++;
    else ends[count++] = row;
  }
  return { ends: ends.slice(0, count), gap, nan };
}

function isDefined(values: Float32Array, from: number, count: number): boolean {
  for (let cell = from; cell < from + count; cell++) {
    if (!Number.isFinite(values[cell]!)) return false;
  }
  return true;
}

/**
 * Why the last `sequenceLength` rows of a coin are no input window, in one sentence; `null` where
 * they are. For serving, where only the newest window counts.
 */
export function whyNoLatestWindow(features: CoinFeatures, sequenceLength: number): string | null {
  const { openTime, values, rows } = features;
  if (rows < sequenceLength) return `${rows} hours of history, ${sequenceLength} are needed`;
  const first = rows - sequenceLength;
  const hours = (openTime[rows - 1]! - openTime[first]!) / HOUR_MS + 1;
  if (hours !== sequenceLength) {
    return `${hours - sequenceLength} hours are missing in the last ${hours}`;
  }
  const featureCount = values.length / rows;
  if (!isDefined(values, first * featureCount, sequenceLength * featureCount)) {
    return `an indicator is undefined in the last ${sequenceLength} hours`;
  }
  return null;
}
