import { HOUR_MS } from "../series.ts";

/**
 * Slope of the least-squares line of a coin's hourly returns on the market's over the `hours` up
 * to each row, by time (Sharpe 1964). Rows where either is `NaN` are left out; `NaN` until half of
 * the window is known; 0 where the market did not move.
 */
export function rollingBeta(
  openTime: Float64Array,
  coin: Float64Array,
  market: Float64Array,
  hours = 168,
): Float64Array {
  const out = new Float64Array(coin.length);
  const sums = { count: 0, x: 0, y: 0, xx: 0, xy: 0 };
  let first = 0;
  for (let row = 0; row < out.length; row++) {
    add(sums, market[row]!, coin[row]!, 1);
    const oldest = openTime[row]! - (hours - 1) * HOUR_MS;
    for (; openTime[first]! < oldest; first++) add(sums, market[first]!, coin[first]!, -1);
    out[row] = sums.count * 2 >= hours ? slope(sums) : NaN;
  }
  return out;
}

interface Sums {
  count: number;
  x: number;
  y: number;
  xx: number;
  xy: number;
}

function add(sums: Sums, x: number, y: number, sign: 1 | -1): void {
  if (Number.isNaN(x) || Number.isNaN(y)) return;
  sums.count += sign;
  sums.x += sign * x;
  sums.y += sign * y;
  sums.xx += sign * x * x;
  sums.xy += sign * x * y;
}

function slope({ count, x, y, xx, xy }: Sums): number {
  const spread = xx - x * x / count;
  return spread > 1e-12 ? (xy - x * y / count) / spread : 0;
}
