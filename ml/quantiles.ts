/**
 * Quantile of ascending values by linear interpolation between order statistics
 * (Hyndman & Fan 1996, type 7). `NaN` for no values.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, level: number): number {
  if (sorted.length === 0) return NaN;
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (place - below);
}

/**
 * Pinball loss of one quantile forecast (Koenker & Bassett 1978): under-forecasts cost `level`,
 * over-forecasts 1 - `level` per unit.
 */
export function pinball(actual: number, forecast: number, level: number): number {
  const miss = actual - forecast;
  return miss >= 0 ? level * miss : (level - 1) * miss;
}
