import { quantileOfSorted } from "../quantiles.ts";
import { HOUR_MS } from "../series.ts";

const DAY_MS = 24 * HOUR_MS;
/** Two weeks of hours: with less, what is usual is not known. */
const LEAST_MOVES = 336;
/** A coin that stands still has no smaller unit than a hundredth of a percent. */
const SMALLEST_MOVE = 1e-4;

/**
 * How far the price usually goes in 24 hours, as a logarithm: nine of ten moves were smaller. Hours
 * without a candle 24 hours earlier are left out.
 *
 * @returns null where there are less than two weeks of moves
 */
export function usualDailyMove(
  openTime: ArrayLike<number>,
  close: ArrayLike<number>,
): number | null {
  const moves: number[] = [];
  let before = 0;
  for (let row = 0; row < openTime.length; row++) {
    while (openTime[before]! < openTime[row]! - DAY_MS) before++;
    if (openTime[before] !== openTime[row]! - DAY_MS) continue;
    moves.push(Math.abs(Math.log(close[row]! / close[before]!)));
  }
  if (moves.length < LEAST_MOVES) return null;
  const sorted = Float64Array.from(moves).sort();
  return Math.max(SMALLEST_MOVE, quantileOfSorted(sorted, 0.9));
}
