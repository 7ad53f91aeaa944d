import { HOUR_MS } from "../series.ts";

/**
 * For each row the row that stands for `hours` earlier by time, or -1 where there is none. Missing
 * candles never stretch a span: 24 hours are 24 hours, not 24 rows. Where the exact hour is absent the
 * last candle before it stands in, as its close was still the last price then, up to a quarter of the
 * span earlier: otherwise one missed hour would leave a hole in every longer return a week later.
 */
function rowsHoursAgo(openTime: Float64Array, hours: number): Int32Array {
  const rows = new Int32Array(openTime.length).fill(-1);
  const tolerance = Math.floor(hours / 4) * HOUR_MS;
  let next = 0; // the first row after the wanted time
  for (let row = 0; row < openTime.length; row++) {
    const wanted = openTime[row]! - hours * HOUR_MS;
    while (openTime[next]! <= wanted) next++;
    if (next > 0 && openTime[next - 1]! >= wanted - tolerance) rows[row] = next - 1;
  }
  return rows;
}

/**
 * Log return of the close over a true span of `hours`: ln(close[t] / close[t - hours]).
 * `NaN` where no candle stands for the earlier hour.
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
