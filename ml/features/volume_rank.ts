import { HOUR_MS } from "../series.ts";
import { gridOf } from "./market.ts";

/** Dollar volume of each hour: as reported, else close × volume. */
export function dollarVolume(
  close: Float64Array,
  volume: Float64Array,
  quoteVolume: Float64Array,
): Float64Array {
  return volume.map((base, row) => {
    const quote = quoteVolume[row]!;
    return Number.isFinite(quote) ? quote : base * close[row]!;
  });
}

/** Sum over the `hours` up to each row, by time; missing hours add nothing. */
export function trailingSum(
  openTime: Float64Array,
  values: Float64Array,
  hours: number,
): Float64Array {
  const out = new Float64Array(values.length);
  let first = 0;
  for (let row = 0; row < out.length; row++) {
    while (openTime[first]! <= openTime[row]! - hours * HOUR_MS) first++;
    let sum = 0;
    for (let place = first; place <= row; place++) sum += values[place]!;
    out[row] = sum;
  }
  return out;
}

/**
 * Rank of each coin's trailing dollar volume among the coins present at the same hour, from −0.5
 * (least) to 0.5 (most); ties share the middle; 0 for a coin alone.
 *
 * @param coins open times and trailing dollar volumes, row by row
 */
export function volumeRank(
  coins: readonly { readonly openTime: Float64Array; readonly dollars: Float64Array }[],
): Float64Array[] {
  const { startMs, hours } = gridOf(coins);
  const grid = coins.map(({ openTime, dollars }) => {
    const onGrid = new Float64Array(hours).fill(NaN);
    dollars.forEach((value, row) => onGrid[(openTime[row]! - startMs) / HOUR_MS] = value);
    return onGrid;
  });
  return coins.map(({ openTime, dollars }) =>
    dollars.map((own, row) => rankAt(grid, (openTime[row]! - startMs) / HOUR_MS, own))
  );
}

/** Counting the others is quicker than sorting for the tens of coins there are. */
function rankAt(grid: readonly Float64Array[], hour: number, own: number): number {
  let below = 0;
  let others = -1;
  for (let coin = 0; coin < grid.length; coin++) {
    const value = grid[coin]![hour]!;
    if (value !== value) continue;
    others++;
    below += value < own ? 1 : value === own ? 0.5 : 0;
  }
  return others === 0 ? 0 : (below - 0.5) / others - 0.5;
}
