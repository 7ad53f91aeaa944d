import { sma } from "./sma.ts";

export interface Bollinger {
  readonly middle: Float64Array;
  readonly upper: Float64Array;
  readonly lower: Float64Array;
  /** (close − lower) / (upper − lower); 0.5 where the bands coincide. */
  readonly percentB: Float64Array;
  /** (upper − lower) / middle */
  readonly width: Float64Array;
}

/**
 * Bollinger bands: moving average ± `deviations` population standard deviations, with %b and
 * band width (Bollinger on Bollinger Bands, 2001). `NaN` before the first full window.
 */
export function bollinger(close: Float64Array, period = 20, deviations = 2): Bollinger {
  const middle = sma(close, period);
  const reach = middle.map((mean, row) => deviations * deviation(close, row, period, mean));
  const lower = middle.map((mean, row) => mean - reach[row]!);
  return {
    middle,
    upper: middle.map((mean, row) => mean + reach[row]!),
    lower,
    percentB: reach.map((half, row) => half === 0 ? 0.5 : (close[row]! - lower[row]!) / (2 * half)),
    width: reach.map((half, row) => 2 * half / middle[row]!),
  };
}

function deviation(close: Float64Array, row: number, period: number, mean: number): number {
  let squares = 0;
  for (let place = Math.max(0, row - period + 1); place <= row; place++) {
    const distance = close[place]! - mean;
    squares += distance * distance;
  }
  return Math.sqrt(squares / period);
}
