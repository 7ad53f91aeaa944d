import type { Prediction } from "../../../server/predictions/schema.ts";

/** The common scale of a column of ranges, in percent of the price now; zero stands in the middle. */
export function intervalReach(rows: readonly Prediction[]): number {
  const ends = rows.flatMap((row) => [
    Math.abs(row.lower / row.current_price - 1),
    Math.abs(row.upper / row.current_price - 1),
  ]);
  return Math.max(0.001, ...ends) * 100;
}

/** Where a price stands on that scale, from 0 at the left end to 1 at the right. */
export function placeOf(price: number, current: number, reachPercent: number): number {
  const percent = (price / current - 1) * 100;
  return Math.min(1, Math.max(0, 0.5 + percent / (2 * reachPercent)));
}
