/** Where numbers lie and how far they spread, as outliers do not move it. */
export interface RobustScale {
  readonly median: number;
  /** Median absolute deviation, times 1.4826: the standard deviation where they are normal. */
  readonly spread: number;
}

const NORMAL_FACTOR = 1.4826;

/** @returns null for no numbers */
export function robustScale(values: ArrayLike<number>): RobustScale | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const median = middle(sorted);
  const spread = NORMAL_FACTOR * middle(sorted.map((value) => Math.abs(value - median)).sort());
  return { median, spread };
}

function middle(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
