import { wilderSmooth } from "./wilder.ts";

/** True range (Wilder 1978): the day's range, stretched to the close before. 0 in the first row. */
export function trueRange(high: Float64Array, low: Float64Array, close: Float64Array) {
  const out = new Float64Array(close.length);
  for (let row = 1; row < out.length; row++) {
    const before = close[row - 1]!;
    out[row] = Math.max(high[row]!, before) - Math.min(low[row]!, before);
  }
  return out;
}

/** Average true range with Wilder's smoothing, in price units; `NaN` in the first `period` rows. */
export function atr(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period = 14,
): Float64Array {
  return wilderSmooth(trueRange(high, low, close), period, 1);
}
