import { wilderSmooth } from "./wilder.ts";

/**
 * Relative strength index, 0…100, with Wilder's smoothing (Wilder 1978, chapter 6).
 * `NaN` in the first `period` rows; 100 where nothing was lost, 50 where nothing moved at all.
 */
export function rsi(close: Float64Array, period = 14): Float64Array {
  const gain = new Float64Array(close.length);
  const loss = new Float64Array(close.length);
  for (let row = 1; row < close.length; row++) {
    const change = close[row]! - close[row - 1]!;
    if (change > 0) gain[row] = change;
    else loss[row] = -change;
  }
  const gains = wilderSmooth(gain, period, 1);
  const losses = wilderSmooth(loss, period, 1);
  return gains.map((up, row) => strength(up, losses[row]!));
}

function strength(gain: number, loss: number): number {
  if (loss > 0) return 100 - 100 / (1 + gain / loss);
  return loss === 0 ? (gain > 0 ? 100 : 50) : NaN;
}
