import { pinball } from "../../quantiles.ts";
import { type ForecastTable, sumByDay } from "../forecast_table.ts";
import type { MetricValue } from "../records.ts";
import {
  bootstrap,
  dieboldMariano,
  type ForecastComparison,
  type Resamples,
} from "../statistics.ts";
import { matchRows } from "./match_rows.ts";

/**
 * The published levels, and the part of the levels from 0 to 1 that each stands for: up to the
 * middle between it and its neighbours.
 */
const LEVELS = [
  { name: "q05", level: 0.05, part: 0.15 },
  { name: "q25", level: 0.25, part: 0.225 },
  { name: "q50", level: 0.5, part: 0.25 },
  { name: "q75", level: 0.75, part: 0.225 },
  { name: "q95", level: 0.95, part: 0.15 },
] as const;

/** Mean pinball loss of one row over the five levels, in log returns. */
export function rowPinball({ outcome, quantiles }: ForecastTable, row: number): number {
  let sum = 0;
  for (const { name, level } of LEVELS) sum += pinball(outcome[row]!, quantiles[name][row]!, level);
  return sum / LEVELS.length;
}

/** Mean pinball loss over rows and the five levels, in log returns. */
export function meanPinball(table: ForecastTable, resamples: Resamples): MetricValue {
  return meanScore(table, (row) => rowPinball(table, row), resamples);
}

/**
 * CRPS as twice the integral of the pinball loss over the level (Laio & Tamea 2007), by the five
 * levels, each for its part of 0…1. For a standard normal outcome and its true quantiles that
 * gives 0.547 where the integral is 1/√π = 0.564.
 */
export function crps(table: ForecastTable, resamples: Resamples): MetricValue {
  return meanScore(table, (row) => rowCrps(table, row), resamples);
}

function rowCrps({ outcome, quantiles }: ForecastTable, row: number): number {
  let sum = 0;
  for (const { name, level, part } of LEVELS) {
    sum += 2 * part * pinball(outcome[row]!, quantiles[name][row]!, level);
  }
  return sum;
}

/** Mean of a score over rows; its interval by resampled days. */
export function meanScore(
  table: ForecastTable,
  score: (row: number) => number,
  resamples: Resamples,
): MetricValue {
  const sums = sumByDay(table, score);
  const counts = sumByDay(table, () => 1);
  return bootstrap([sums, counts], ([sum, count]) => sum! / count!, resamples);
}

/** 1 − pinball / naive pinball on the coins and hours that both have: above 0 beats naive. */
export function pinballSkill(
  table: ForecastTable,
  naive: ForecastTable,
  resamples: Resamples,
): MetricValue {
  const other = matchRows(table, naive);
  const sums = sumByDay(table, (row) => other[row]! < 0 ? 0 : rowPinball(table, row));
  const naiveSums = sumByDay(table, (row) => other[row]! < 0 ? 0 : rowPinball(naive, other[row]!));
  return bootstrap(
    [sums, naiveSums],
    ([own, base]) => own === base ? 0 : 1 - own! / base!,
    resamples,
  );
}

/** Diebold–Mariano test of the pinball losses of each day against naive. */
export function compareWithNaive(table: ForecastTable, naive: ForecastTable): ForecastComparison {
  const other = matchRows(table, naive);
  const counts = sumByDay(table, (row) => other[row]! < 0 ? 0 : 1);
  const sums = sumByDay(
    table,
    (row) => other[row]! < 0 ? 0 : rowPinball(table, row) - rowPinball(naive, other[row]!),
  );
  const daily = sums.map((sum, day) => sum / counts[day]!).filter(Number.isFinite);
  return dieboldMariano(daily);
}
