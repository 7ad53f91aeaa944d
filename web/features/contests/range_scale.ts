import type { ContestForecast } from "../../../server/contests/schema.ts";

/** Prices from one end of a drawing to the other. */
export interface RangeScale {
  readonly low: number;
  readonly high: number;
}

type Quantiles = NonNullable<ContestForecast["quantiles"]>;

/** A scale on which all the ranges and the price now fit, with a margin. */
export function rangeScale(ranges: readonly (Quantiles | null)[], price: number): RangeScale {
  const known = ranges.filter((range) => range !== null);
  const low = Math.min(price, ...known.map((range) => range.q05));
  const high = Math.max(price, ...known.map((range) => range.q95));
  const margin = (high - low || price * 0.01) * 0.05;
  return { low: low - margin, high: high + margin };
}

/** Where a price stands on it, 0 to 1. */
export function placeOnScale(price: number, scale: RangeScale): number {
  return Math.min(1, Math.max(0, (price - scale.low) / (scale.high - scale.low)));
}
