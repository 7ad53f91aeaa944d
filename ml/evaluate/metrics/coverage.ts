import { type ForecastTable, type LevelName, sumByDay } from "../forecast_table.ts";
import type { MetricValue } from "../records.ts";
import { type Resamples, shareInterval } from "../statistics.ts";
import { meanScore } from "./quantile_scores.ts";

/** Percent that a range should cover. */
export type RangeLevel = 50 | 80 | 90;

/** Lower and upper quantile of each range. */
export const RANGE_ENDS: Readonly<Record<RangeLevel, readonly [LevelName, LevelName]>> = {
  50: ["q25", "q75"],
  80: ["q10", "q90"],
  90: ["q05", "q95"],
};

/** Fewer days than this make no month. */
const LEAST_DAYS_OF_MONTH = 10;

function isInside({ outcome, quantiles }: ForecastTable, level: RangeLevel, row: number): number {
  const [low, high] = RANGE_ENDS[level];
  const value = outcome[row]!;
  return value >= quantiles[low][row]! && value <= quantiles[high][row]! ? 1 : 0;
}

/** Share of outcomes inside the range, with its Wilson interval. */
export function coverage(table: ForecastTable, level: RangeLevel): MetricValue {
  return shareInterval(
    sumByDay(table, (row) => isInside(table, level, row)),
    sumByDay(table, () => 1),
    table.coinDays,
  );
}

/** Mean width of the range in log returns. */
export function rangeWidth(
  table: ForecastTable,
  level: RangeLevel,
  resamples: Resamples,
): MetricValue {
  const [low, high] = RANGE_ENDS[level];
  const { quantiles } = table;
  return meanScore(table, (row) => quantiles[high][row]! - quantiles[low][row]!, resamples);
}

/** Coverage of the forecasts made in one month. */
export interface MonthCoverage extends MetricValue {
  /** For instance `2023-04`. */
  readonly month: string;
  readonly days: number;
}

/** Coverage month by month (UTC, when the forecast was made), in order of time. */
export function coverageByMonth(table: ForecastTable, level: RangeLevel): MonthCoverage[] {
  const inside = sumByDay(table, (row) => isInside(table, level, row));
  const counts = sumByDay(table, () => 1);
  const months = [...table.dayMs].map((dayMs) => new Date(dayMs).toISOString().slice(0, 7));
  return [...new Set(months)].map((month) => {
    const first = months.indexOf(month), end = months.lastIndexOf(month) + 1;
    const forecasts = counts.subarray(first, end).reduce((sum, count) => sum + count, 0);
    const most = Math.ceil(table.coinDays * forecasts / table.rows.length);
    const share = shareInterval(inside.slice(first, end), counts.slice(first, end), most);
    return { month, days: end - first, ...share };
  });
}

/** The month of the 90 % range that covered least, of those with at least ten days. */
export function worstMonth(table: ForecastTable): MetricValue {
  const months = coverageByMonth(table, 90);
  const whole = months.filter(({ days }) => days >= LEAST_DAYS_OF_MONTH);
  const [worst] = (whole.length > 0 ? whole : months).sort((a, b) => a.value - b.value);
  return { value: worst!.value, low: worst!.low, high: worst!.high };
}
