import { type ForecastTable, sumByDay } from "../forecast_table.ts";
import type { MetricValue, TestForecast } from "../records.ts";
import { shareInterval } from "../statistics.ts";
import { quantileOfSorted } from "../../quantiles.ts";

/** What the record states: 1 up, -1 down, 0 nothing. The probability decides, then the median. */
export function statedDirection({ probabilityUp, q50, close }: TestForecast): number {
  return Math.sign(probabilityUp - 0.5) || Math.sign(q50 - close);
}

/** 1 where the stated direction came true, 0 where not, ½ where none was stated or none came. */
export function hit(forecast: TestForecast): number {
  const { actual, close } = forecast;
  return (1 + statedDirection(forecast) * Math.sign(actual - close)) / 2;
}

/** Share of forecasts whose stated direction came true, with its Wilson interval. */
export function hitRate(table: ForecastTable): MetricValue {
  return shareInterval(
    sumByDay(table, (row) => hit(table.rows[row]!)),
    sumByDay(table, () => 1),
    table.coinDays,
  );
}

/**
 * Share of coins rightly put above or below the middle of all coins of the moment, by median: the
 * direction without the market's own (Jaquart, Köpke & Weinhardt 2022). Coins at the middle count ½.
 *
 * @param most share of the forecasts taken, the farthest from the middle in units of volatility
 */
export function relativeHitRate(table: ForecastTable, most = 1): MetricValue {
  const forecast = aroundMiddle(table, table.quantiles.q50);
  const outcome = aroundMiddle(table, table.outcome);
  const strength = forecast.map((value, row) => Math.abs(value) / table.rows[row]!.volatility);
  const least = most >= 1 ? 0 : quantileOfSorted(strength.toSorted(), 1 - most);
  const taken = (row: number) => strength[row]! >= least ? 1 : 0;
  const right = (row: number) => (1 + Math.sign(forecast[row]!) * Math.sign(outcome[row]!)) / 2;
  return shareInterval(
    sumByDay(table, (row) => taken(row) * right(row)),
    sumByDay(table, taken),
    Math.ceil(table.coinDays * most),
  );
}

/** Values less the median of their moment. */
function aroundMiddle({ moments }: ForecastTable, values: Float64Array): Float64Array {
  const out = Float64Array.from(values);
  for (const { start, end } of moments) {
    const middle = quantileOfSorted(values.slice(start, end).sort(), 0.5);
    for (let row = start; row < end; row++) out[row]! -= middle;
  }
  return out;
}
