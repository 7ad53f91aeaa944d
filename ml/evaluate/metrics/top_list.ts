import { type ForecastTable, meanByDay, type Moment } from "../forecast_table.ts";
import type { MetricValue } from "../records.ts";
import { testMean } from "../statistics.ts";

/** Cost of buying or selling, a share of the sum moved: 10 basis points. */
export const COST_PER_SIDE = 0.001;
/** Coins on the list; of fewer than 50 coins two fifths, the share that 20 of 50 are. */
const LIST_SIZE = 20;
const LIST_SHARE = 0.4;
const DAY_MS = 86_400_000;

/** Returns of one day after costs, simple: 0.01 is one percent. */
export interface ListDay {
  readonly dayMs: number;
  readonly list: number;
  readonly universe: number;
}

/**
 * Holds the coins with the highest medians for 24 hours, in equal parts, and beside them all coins.
 * What is held is renewed a day later by the list of that hour; each sum bought or sold costs 10 bp,
 * also in the universe. Weights moved by prices in between are not counted. Coins tied at the end
 * of the list share its last places, so that a model without an order holds the universe.
 * Forecasts of each hour of the day are portfolios of their own; a day is their mean.
 */
export function followList(table: ForecastTable): ListDay[] {
  const list = dailyReturns(table, (moment) => listWeights(table, moment));
  const universe = dailyReturns(table, ({ start, end }) => evenWeights(end - start));
  return list.map(({ dayMs, value }, day) => ({
    dayMs,
    list: value,
    universe: universe[day]!.value,
  }));
}

/** Mean daily return of the list less that of the universe, with its Newey–West interval. */
export function listExcess(table: ForecastTable): MetricValue {
  const days = followList(table).map(({ list, universe }) => list - universe);
  const { value, low, high } = testMean(days);
  // One day alone says nothing: its interval is without end, and JSON has no word for that.
  return { value, low: Math.max(-1, low), high: Math.min(1, high) };
}

function dailyReturns(table: ForecastTable, weigh: (moment: Moment) => Float64Array) {
  const held = new Map<number, Map<string, number>>();
  return meanByDay(table, (moment) => {
    const weights = weigh(moment);
    const now = new Map<string, number>();
    let gain = 0;
    weights.forEach((weight, place) => {
      const row = moment.start + place;
      const { symbol } = table.rows[row]!;
      now.set(symbol, (now.get(symbol) ?? 0) + weight);
      gain += weight * Math.expm1(table.outcome[row]!);
    });
    held.set(moment.madeAtMs, now);
    return gain - COST_PER_SIDE * turnover(held.get(moment.madeAtMs - DAY_MS), now);
  });
}

/** Sum of what is bought and sold; from cash all is bought. */
function turnover(before: Map<string, number> | undefined, now: Map<string, number>): number {
  const symbols = new Set([...before?.keys() ?? [], ...now.keys()]);
  let sum = 0;
  for (const symbol of symbols) {
    sum += Math.abs((now.get(symbol) ?? 0) - (before?.get(symbol) ?? 0));
  }
  return sum;
}

function evenWeights(coins: number): Float64Array {
  return new Float64Array(coins).fill(1 / coins);
}

function listWeights(table: ForecastTable, { start, end }: Moment): Float64Array {
  const medians = table.quantiles.q50.subarray(start, end);
  const places = Math.min(LIST_SIZE, Math.max(1, Math.round(LIST_SHARE * medians.length)));
  const last = medians.toSorted()[medians.length - places]!;
  const above = medians.filter((value) => value > last).length;
  const tied = medians.filter((value) => value === last).length;
  return Float64Array.from(medians, (value) => {
    if (value > last) return 1 / places;
    return value === last ? (places - above) / tied / places : 0;
  });
}
