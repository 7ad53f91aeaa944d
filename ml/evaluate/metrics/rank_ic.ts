import { type ForecastTable, meanByDay } from "../forecast_table.ts";
import type { MetricValue } from "../records.ts";
import { testMean } from "../statistics.ts";

/** Fewer coins than this have no order worth a correlation. */
const LEAST_COINS = 3;

/**
 * Spearman's rank correlation of forecast medians and outcomes over the coins of each moment
 * (information coefficient, Grinold & Kahn 2000), the mean of each day. Equal values share the mean
 * of their ranks. Moments at which all medians or all outcomes are equal have none.
 */
export function rankIcByDay(table: ForecastTable): { dayMs: number; value: number }[] {
  const { q50 } = table.quantiles;
  return meanByDay(
    table,
    ({ start, end }) =>
      end - start < LEAST_COINS
        ? NaN
        : rankCorrelation(q50.subarray(start, end), table.outcome.subarray(start, end)),
  );
}

/**
 * Mean daily rank IC with its Newey–West interval. A model that gives all coins the same median
 * orders nothing: 0 by convention.
 */
export function rankIc(table: ForecastTable): MetricValue {
  const daily = rankIcByDay(table).map(({ value }) => value);
  if (daily.length === 0) return { value: 0, low: 0, high: 0 };
  const { value, low, high } = testMean(daily);
  return { value, low: Math.max(-1, low), high: Math.min(1, high) };
}

/** Newey–West t of the mean daily rank IC; 0 where there is none. */
export function rankIcT(table: ForecastTable): number {
  const daily = rankIcByDay(table).map(({ value }) => value);
  return daily.length === 0 ? 0 : testMean(daily).t;
}

/** Spearman's correlation: Pearson's of the ranks. `NaN` where one side is constant. */
export function rankCorrelation(a: Float64Array, b: Float64Array): number {
  const first = ranks(a), second = ranks(b);
  const center = (a.length + 1) / 2;
  let product = 0, squares = 0, others = 0;
  for (let place = 0; place < a.length; place++) {
    const x = first[place]! - center, y = second[place]! - center;
    product += x * y;
    squares += x * x;
    others += y * y;
  }
  return product / Math.sqrt(squares * others);
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, place) => place)
    .sort((a, b) => values[a]! - values[b]!);
  const out = new Float64Array(values.length);
  let start = 0;
  for (let end = 1; end <= order.length; end++) {
    if (end < order.length && values[order[end]!] === values[order[start]!]) continue;
    for (let place = start; place < end; place++) out[order[place]!] = (start + end + 1) / 2;
    start = end;
  }
  return out;
}
