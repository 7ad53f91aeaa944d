import { type ForecastTable, sumByDay } from "../forecast_table.ts";
import type { MetricValue } from "../records.ts";
import { bootstrap, type Resamples } from "../statistics.ts";
import { matchRows } from "./match_rows.ts";
import { meanScore } from "./quantile_scores.ts";

/** Share of outcomes that may fall outside the 90 % range. */
const ALPHA = 0.1;

/**
 * Winkler's (1972) interval score of the 90 % range of one row, in log returns: its width, and
 * 2/α for each unit by which the outcome lies outside (Gneiting & Raftery 2007, equation 43).
 */
export function rowWinkler({ outcome, quantiles }: ForecastTable, row: number): number {
  const low = quantiles.q05[row]!, high = quantiles.q95[row]!, value = outcome[row]!;
  const miss = value < low ? low - value : value > high ? value - high : 0;
  return high - low + 2 / ALPHA * miss;
}

/** Mean score of the 90 % range. */
export function winkler(table: ForecastTable, resamples: Resamples): MetricValue {
  return meanScore(table, (row) => rowWinkler(table, row), resamples);
}

/** Mean score over that of the EWMA range on the same coins and hours: below 1 is better. */
export function winklerAgainst(
  table: ForecastTable,
  ewma: ForecastTable,
  resamples: Resamples,
): MetricValue {
  const other = matchRows(table, ewma);
  const own = sumByDay(table, (row) => other[row]! < 0 ? 0 : rowWinkler(table, row));
  const base = sumByDay(table, (row) => other[row]! < 0 ? 0 : rowWinkler(ewma, other[row]!));
  return bootstrap(
    [own, base],
    ([score, reference]) => score === reference ? 1 : score! / reference!,
    resamples,
  );
}
