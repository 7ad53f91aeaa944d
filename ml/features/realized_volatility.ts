import { HOUR_MS } from "../series.ts";
import { logReturn } from "./log_return.ts";

/** Hours of the short and of the long volatility window: a day and a week. */
export const SHORT_VOLATILITY_HOURS = 24;
export const LONG_VOLATILITY_HOURS = 168;

/** Least hourly volatility, one basis point: a halted market must not divide by zero. */
export const LEAST_VOLATILITY = 1e-4;

/**
 * Root mean square of the hourly log returns in the `hours` up to each row, by time.
 * The mean is taken as zero: over a day it is noise beside the deviation. `NaN` until at least
 * half of the window's returns are known. Hourly units: multiply by √24 for a day.
 */
export function realizedVolatility(
  openTime: Float64Array,
  hourlyReturn: Float64Array,
  hours: number,
): Float64Array {
  const out = new Float64Array(openTime.length);
  let first = 0;
  let sum = 0;
  let known = 0;
  for (let row = 0; row < out.length; row++) {
    const added = hourlyReturn[row]!;
    if (added === added) (sum += added * added, known++);
    const oldest = openTime[row]! - (hours - 1) * HOUR_MS;
    for (; openTime[first]! < oldest; first++) {
      const gone = hourlyReturn[first]!;
      if (gone === gone) (sum -= gone * gone, known--);
    }
    out[row] = known * 2 >= hours ? Math.sqrt(Math.max(sum, 0) / known) : NaN;
  }
  return out;
}

/**
 * The trailing hourly volatility by which returns and targets are scaled: day and week windows
 * in equal parts of variance, so that it reacts within hours and still remembers the week
 * (the heterogeneous horizons of Corsi 2009, HAR-RV). Uses candles up to each row only.
 */
export function blendVolatility(short: Float64Array, long: Float64Array): Float64Array {
  const out = new Float64Array(short.length);
  for (let row = 0; row < out.length; row++) {
    const blended = Math.sqrt((short[row]! ** 2 + long[row]! ** 2) / 2);
    out[row] = blended < LEAST_VOLATILITY ? LEAST_VOLATILITY : blended;
  }
  return out;
}

/** {@linkcode blendVolatility} straight from closes; `NaN` in the first 84 hours. */
export function trailingVolatility(openTime: Float64Array, close: Float64Array): Float64Array {
  const hourly = logReturn(openTime, close, 1);
  return blendVolatility(
    realizedVolatility(openTime, hourly, SHORT_VOLATILITY_HOURS),
    realizedVolatility(openTime, hourly, LONG_VOLATILITY_HOURS),
  );
}
