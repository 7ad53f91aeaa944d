/** Places of an interval's ends among the five quantiles, with the share it should cover. */
export const INTERVALS = [
  { low: 0, high: 4, coverage: 0.9 },
  { low: 1, high: 3, coverage: 0.5 },
] as const;

const LEVELS = 5;

/**
 * What was learnt on a block of time that neither training nor early stopping has seen.
 * Plain JSON; stored in the manifest.
 */
export interface Calibration {
  /** By how much the 5 % quantile goes down and the 95 % up, per horizon, in scaled units. */
  readonly offset90: readonly number[];
  /** The same for the 25 and 75 % quantiles. */
  readonly offset50: readonly number[];
  /** The same for the 10 and 90 % quantiles, which lie between; absent from older manifests. */
  readonly offset80?: readonly number[] | undefined;
  /** Factor in 0…1 that pulls the stated probability of the direction toward one half. */
  readonly confidenceFactor: number;
}

/** Leaves quantiles and confidence as they are. */
export function identityCalibration(horizons: number): Calibration {
  return {
    offset90: new Array<number>(horizons).fill(0),
    offset50: new Array<number>(horizons).fill(0),
    offset80: new Array<number>(horizons).fill(0),
    confidenceFactor: 1,
  };
}

/**
 * Split-conformal correction of quantile forecasts (Romano, Patterson & Candès 2019, CQR): per
 * horizon and interval the ⌈(n+1)·coverage⌉-th smallest of max(low − y, y − high). Negative
 * offsets narrow intervals that were too wide.
 *
 * @param predicted N×H×5 scaled quantiles, row by row
 * @param actual N×H scaled targets of the same samples; samples that are not finite are left out
 */
export function fitConformal(
  predicted: Float32Array,
  actual: Float32Array,
  horizons: number,
): Calibration {
  const offset90: number[] = [];
  const offset50: number[] = [];
  const offset80: number[] = [];
  for (let horizon = 0; horizon < horizons; horizon++) {
    const offset = (level: RangeLevel) =>
      conformalQuantile(scoresOf(predicted, actual, { horizons, horizon, level }), level / 100);
    offset90.push(offset(90));
    offset50.push(offset(50));
    offset80.push(offset(80));
  }
  return {
    offset90,
    offset50,
    offset80,
    confidenceFactor: fitConfidenceFactor(predicted, actual, horizons),
  };
}

function scoresOf(
  predicted: Float32Array,
  actual: Float32Array,
  at: { readonly horizons: number; readonly horizon: number; readonly level: RangeLevel },
): Float64Array {
  const scores = new Float64Array(actual.length / at.horizons);
  let count = 0;
  for (let cell = at.horizon; cell < actual.length; cell += at.horizons) {
    const quantiles = predicted.subarray(cell * LEVELS, (cell + 1) * LEVELS);
    const score = conformityScore(rangeOf(quantiles, at.level), actual[cell]!);
    if (Number.isFinite(score)) scores[count++] = score;
  }
  return scores.subarray(0, count);
}

/** The shares, in percent, that ranges are stated for. */
export const RANGE_LEVELS = [50, 80, 90] as const;
export type RangeLevel = typeof RANGE_LEVELS[number];
export type Range = readonly [low: number, high: number];

/** Where 10 % lies between 25 and 5 % in standard normal scores: (1.2816 − 0.6745) / (1.6449 − 0.6745). */
const TENTH_PLACE = 0.6256;

/**
 * The range of a level read off five quantiles. The 10 and 90 % quantiles lie between their neighbours, by
 * interpolation in normal scores: exact for a normal distribution, and monotone for any.
 */
export function rangeOf(quantiles: ArrayLike<number>, level: RangeLevel): Range {
  const [q05, q25, , q75, q95] = quantiles as ArrayLike<number> & number[];
  if (level === 90) return [q05!, q95!];
  if (level === 50) return [q25!, q75!];
  return [q25! + TENTH_PLACE * (q05! - q25!), q75! + TENTH_PLACE * (q95! - q75!)];
}

/** How far an outcome lies outside a range; negative inside (Romano, Patterson & Candès 2019). */
export function conformityScore([low, high]: Range, actual: number): number {
  return Math.max(low - actual, actual - high);
}

/**
 * The ⌈(n+1)·coverage⌉-th smallest score, the finite-sample quantile of split conformal
 * prediction; the largest where n is too small for the level; 0 for none. Sorts in place.
 */
export function conformalQuantile(scores: Float64Array, coverage: number): number {
  if (scores.length === 0) return 0;
  scores.sort();
  const rank = Math.ceil((scores.length + 1) * coverage);
  return scores[Math.min(rank, scores.length) - 1]!;
}

/**
 * The factor k that minimises the Brier score of ½ + k·(c − ½) over the last horizon, where c is
 * the raw probability of the stated direction and the outcome whether it came true: least squares
 * through the origin, held to 0…1. A model that knows nothing gets a factor near 0.
 */
function fitConfidenceFactor(
  predicted: Float32Array,
  actual: Float32Array,
  horizons: number,
): number {
  let product = 0;
  let square = 0;
  for (let cell = horizons - 1; cell < actual.length; cell += horizons) {
    const up = probabilityAbove(predicted.subarray(cell * LEVELS, (cell + 1) * LEVELS), 0);
    if (!Number.isFinite(up) || !Number.isFinite(actual[cell]!)) continue;
    const lean = up - 0.5;
    product += lean * (actual[cell]! > 0 ? 0.5 : -0.5);
    square += lean * lean;
  }
  return square === 0 ? 0 : Math.min(1, Math.max(0, product / square));
}

/**
 * Applies the offsets to H×5 scaled quantiles and sorts each horizon, so that no quantiles cross
 * (rearrangement, Chernozhukov, Fernández-Val & Galichon 2010). Returns a new array.
 */
export function applyConformal(quantiles: Float32Array, calibration: Calibration): Float32Array {
  const out = Float32Array.from(quantiles);
  for (let horizon = 0; horizon < out.length / LEVELS; horizon++) {
    const cell = out.subarray(horizon * LEVELS, (horizon + 1) * LEVELS);
    cell.sort();
    cell[0]! -= calibration.offset90[horizon] ?? 0;
    cell[4]! += calibration.offset90[horizon] ?? 0;
    cell[1]! -= calibration.offset50[horizon] ?? 0;
    cell[3]! += calibration.offset50[horizon] ?? 0;
    cell.sort();
  }
  return out;
}

const LEVEL_OF = [0.05, 0.25, 0.5, 0.75, 0.95];

/**
 * Probability that the outcome lies above `threshold`, read off the five quantiles by linear
 * interpolation; beyond the outer ones the last slope goes on, at most to 1 and 99 %. Where
 * several quantiles equal the threshold the middle of their levels counts.
 */
export function probabilityAbove(quantiles: ArrayLike<number>, threshold: number): number {
  const sorted = Float64Array.from(quantiles).sort();
  let under = 0;
  while (under < LEVELS && sorted[under]! < threshold) under++;
  let upTo = under;
  while (upTo < LEVELS && sorted[upTo]! === threshold) upTo++;
  if (upTo > under) return 1 - (LEVEL_OF[under]! + LEVEL_OF[upTo - 1]!) / 2;
  const right = Math.min(Math.max(under, 1), LEVELS - 1);
  const left = right - 1;
  const share = (threshold - sorted[left]!) / (sorted[right]! - sorted[left]!);
  const below = LEVEL_OF[left]! + share * (LEVEL_OF[right]! - LEVEL_OF[left]!);
  return 1 - Math.min(0.99, Math.max(0.01, below));
}
