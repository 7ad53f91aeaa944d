import { HOUR_MS } from "../series.ts";

/**
 * For each row the row exactly `hours` earlier by time, or -1 where that hour is absent.
 * Missing candles therefore never stretch a span: 24 hours are 24 hours, not 24 rows.
 */
export function rowsHoursAgo(openTime: Float64Array, hours: number): Int32Array {
  const rows = new Int32Array(openTime.length).fill(-1);
  let earlier = 0;
  for (let row = 0; row < openTime.length; row++) {
    const wanted = openTime[row]! - hours * HOUR_MS;
    while (openTime[earlier]! < wanted) earlier++;
    if (openTime[earlier] === wanted) rows[row] = earlier;
  }
  return rows;
}

/**
 * Log return of the close over a true span of `hours`: ln(close[t] / close[t - hours]).
 * `NaN` where the earlier hour has no candle.
 */
export function logReturn(
  openTime: Float64Array,
  close: Float64Array,
  hours: number,
): Float64Array {
  const earlier = rowsHoursAgo(openTime, hours);
  const out = new Float64Array(close.length);
  for (let row = 0; row < out.length; row++) {
    const from = earlier[row]!;
    out[row] = from < 0 ? NaN : Math.log(close[row]! / close[from]!);
  }
  return out;
}
