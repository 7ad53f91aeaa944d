import { seededRandom } from "../random.ts";
import { type ForecastTable, toTable } from "./forecast_table.ts";
import { reliabilityCurve } from "./metrics/confidence.ts";
import { coverage, coverageByMonth, type RangeLevel } from "./metrics/coverage.ts";
import { rankIcByDay } from "./metrics/rank_ic.ts";
import { COST_PER_SIDE, followList, type ListDay } from "./metrics/top_list.ts";
import type { Summary, TestForecast } from "./records.ts";
import { summarise } from "./summarise.ts";

type ByModel<Value> = Record<string, Value>;

/** A metric as JSON can hold it: null where there is no number. */
export interface JsonMetric {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface JsonCoverage {
  readonly forecasts: number;
  readonly coverage_50: number;
  readonly coverage_80: number;
  readonly coverage_90: number;
}

export interface ListPoint {
  readonly date: string;
  readonly top: number;
  readonly universe: number;
  readonly random_low: number;
  readonly random_high: number;
}

/** Tables and curves over the forecasts of all folds, as plain JSON. */
export interface EvaluationTables {
  readonly models: readonly string[];
  readonly summary: ByModel<Record<string, JsonMetric>>;
  readonly calibration_curve: ByModel<{ stated: number; observed: number; forecasts: number }[]>;
  readonly coverage_by_month: ByModel<(JsonCoverage & { readonly month: string })[]>;
  readonly held_out_coverage: ByModel<JsonCoverage>;
  readonly ic_series: ByModel<{ date: string; ic: number; mean_90d: number }[]>;
  readonly top_list_curve: ByModel<{
    readonly size: number;
    readonly cost_bp_a_side: number;
    readonly points: ListPoint[];
  }>;
}

export interface ReportInput {
  /** By model; `zero` and `ewma_24h` must be among them. */
  readonly forecasts: ReadonlyMap<string, readonly TestForecast[]>;
  /** Whether the fold of a forecast was fitted without its coin. */
  readonly isHeldOut: (forecast: TestForecast) => boolean;
  readonly seed: number;
  readonly resamples: number;
}

/** Random lists that the band is drawn from. */
const RANDOM_LISTS = 40;
const IC_MEMORY_DAYS = 90;

/** @throws RangeError where a model has no forecast */
export function tabulate(input: ReportInput): EvaluationTables {
  const { forecasts, seed, resamples } = input;
  const tables = new Map([...forecasts].map(([model, rows]) => [model, toTable(rows)]));
  const naive = forecasts.get("zero")!;
  const ewma = forecasts.get("ewma_24h")!;
  const eachModel = <Value>(make: (table: ForecastTable, model: string) => Value) =>
    Object.fromEntries([...tables].map(([model, table]) => [model, make(table, model)]));
  const band = randomBand(tables.get("zero")!, seed);
  return {
    models: [...forecasts.keys()],
    summary: eachModel((table) => toJson(summarise(table.rows, { naive, ewma, seed, resamples }))),
    calibration_curve: eachModel((table) =>
      reliabilityCurve(table).map(({ confidence, hitRate, forecasts }) => ({
        stated: round(confidence),
        observed: round(hitRate),
        forecasts,
      }))
    ),
    coverage_by_month: eachModel(monthsOf),
    held_out_coverage: eachModel((table) => coverageOf(table.rows.filter(input.isHeldOut))),
    ic_series: eachModel(icSeries),
    top_list_curve: eachModel((table) => ({
      size: listSize(table),
      cost_bp_a_side: COST_PER_SIDE * 10_000,
      points: toCurve(followList(table), band),
    })),
  };
}

function toJson(summary: Summary): Record<string, JsonMetric> {
  const known = (value: number) => Number.isFinite(value) ? value : null;
  return Object.fromEntries(
    Object.entries(summary).map(([metric, { value, low, high }]) => [
      metric,
      { value: known(value), low: known(low), high: known(high) },
    ]),
  );
}

/** Curves are looked at: six digits are enough. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

function toDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const LEVELS = [50, 80, 90] as const;

function monthsOf(table: ForecastTable): (JsonCoverage & { month: string })[] {
  const byLevel = LEVELS.map((level) => coverageByMonth(table, level));
  const counts = new Map<string, number>();
  for (const { madeAtMs } of table.rows) {
    const month = toDate(madeAtMs).slice(0, 7);
    counts.set(month, (counts.get(month) ?? 0) + 1);
  }
  return byLevel[0]!.map(({ month }, place) => ({
    month,
    forecasts: counts.get(month) ?? 0,
    coverage_50: round(byLevel[0]![place]!.value),
    coverage_80: round(byLevel[1]![place]!.value),
    coverage_90: round(byLevel[2]![place]!.value),
  }));
}

/** Coverage of some forecasts; zeros for none. */
function coverageOf(rows: readonly TestForecast[]): JsonCoverage {
  const table = rows.length === 0 ? null : toTable(rows);
  const share = (level: RangeLevel) => table === null ? 0 : round(coverage(table, level).value);
  return {
    forecasts: rows.length,
    coverage_50: share(50),
    coverage_80: share(80),
    coverage_90: share(90),
  };
}

function icSeries(table: ForecastTable) {
  const daily = rankIcByDay(table);
  return daily.map(({ dayMs, value }, place) => {
    const recent = daily.slice(Math.max(0, place + 1 - IC_MEMORY_DAYS), place + 1);
    const mean = recent.reduce((sum, one) => sum + one.value, 0) / recent.length;
    return { date: toDate(dayMs), ic: round(value), mean_90d: round(mean) };
  });
}

/** Coins on the list of the last moment. */
function listSize(table: ForecastTable): number {
  const { start, end } = table.moments.at(-1)!;
  return Math.min(20, Math.max(1, Math.round(0.4 * (end - start))));
}

interface Band {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Worth of random lists at each day, the 5 and 95 % of them. */
function randomBand(table: ForecastTable, seed: number): Band {
  const random = seededRandom(seed);
  const curves = Array.from({ length: RANDOM_LISTS }, () => {
    const q50 = table.quantiles.q50.map(() => random());
    const drawn = { ...table, quantiles: { ...table.quantiles, q50 } };
    return growth(followList(drawn).map(({ list }) => list));
  });
  const at = (share: number) =>
    curves[0]!.map((_, day) => {
      const values = curves.map((curve) => curve[day]!).sort((a, b) => a - b);
      return values[Math.round(share * (values.length - 1))]!;
    });
  return { low: at(0.05), high: at(0.95) };
}

function growth(returns: readonly number[]): number[] {
  let worth = 1;
  return returns.map((value) => worth *= 1 + value);
}

function toCurve(days: readonly ListDay[], band: Band): ListPoint[] {
  const top = growth(days.map(({ list }) => list));
  const universe = growth(days.map((one) => one.universe));
  return days.map(({ dayMs }, place) => ({
    date: toDate(dayMs),
    top: round(top[place]!),
    universe: round(universe[place]!),
    random_low: round(band.low[place]!),
    random_high: round(band.high[place]!),
  }));
}
