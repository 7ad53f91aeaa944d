/** Logarithm of the candle's high over its low, hourly units; 0 for a flat candle. */
export function logRange(high: Float64Array, low: Float64Array): Float64Array {
  return high.map((top, row) => Math.log(top / low[row]!));
}
