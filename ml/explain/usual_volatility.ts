import { quantileOfSorted } from "../quantiles.ts";
import { HOUR_MS } from "../series.ts";

/** Over this span a volatility is called usual. Candles of it are always at hand when forecasting. */
export const USUAL_HOURS = 336;

/**
 * Median of a coin's trailing hourly volatility over the two weeks up to its last row: what today's
 * is compared with. Today's own where none is known.
 *
 * @param openTime ms, ascending
 * @param volatility one value per row, `NaN` where unknown
 */
export function usualVolatility(openTime: Float64Array, volatility: Float64Array): number {
  const last = openTime.length - 1;
  const since = openTime[last]! - USUAL_HOURS * HOUR_MS;
  const known: number[] = [];
  for (let row = last; row >= 0 && openTime[row]! > since; row--) {
    if (Number.isFinite(volatility[row]!)) known.push(volatility[row]!);
  }
  if (known.length === 0) return volatility[last]!;
  return quantileOfSorted(known.sort((a, b) => a - b), 0.5);
}
