import { type ForecastTable, sumByDay } from "../forecast_table.ts";
import type { MetricValue } from "../records.ts";
import { bootstrap, type Resamples } from "../statistics.ts";

/**
 * Mean absolute error of the median over that of forecasting no change on the same coins and hours,
 * in log returns: below 1 beats naive. The scale is taken from the test block itself (the relative
 * MAE of Hyndman & Koehler 2006, section 2.4), so that both sides saw the same market.
 */
export function mase(table: ForecastTable, resamples: Resamples): MetricValue {
  const { outcome, quantiles: { q50 } } = table;
  const errors = sumByDay(table, (row) => Math.abs(outcome[row]! - q50[row]!));
  const changes = sumByDay(table, (row) => Math.abs(outcome[row]!));
  return bootstrap([errors, changes], ([error, change]) => ratio(error!, change!), resamples);
}

/** The same with squares, and the root of the ratio (RMSSE, Makridakis et al. 2022, M5). */
export function rmsse(table: ForecastTable, resamples: Resamples): MetricValue {
  const { outcome, quantiles: { q50 } } = table;
  const errors = sumByDay(table, (row) => (outcome[row]! - q50[row]!) ** 2);
  const changes = sumByDay(table, (row) => outcome[row]! ** 2);
  return bootstrap(
    [errors, changes],
    ([error, change]) => Math.sqrt(ratio(error!, change!)),
    resamples,
  );
}

/** 1 where both are nothing. */
function ratio(error: number, change: number): number {
  return error === change ? 1 : error / change;
}
