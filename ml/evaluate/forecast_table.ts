import type { TestForecast } from "./records.ts";

const DAY_MS = 86_400_000;

/** Quantiles of a record, in ascending order of level. */
export const LEVEL_NAMES = ["q05", "q10", "q25", "q50", "q75", "q90", "q95"] as const;
export type LevelName = typeof LEVEL_NAMES[number];

/** Rows of one moment: `start` ≤ row < `end`. */
export interface Moment {
  readonly madeAtMs: number;
  readonly start: number;
  readonly end: number;
  /** Index into `dayMs`. */
  readonly day: number;
}

/**
 * Forecasts as columns, by moment, then symbol. Returns are natural logarithms against the close at
 * the moment: 0.01 is one percent.
 */
export interface ForecastTable {
  readonly rows: readonly TestForecast[];
  /** UTC days on which forecasts were made, their starts. */
  readonly dayMs: Float64Array;
  /** Index into `dayMs` of each row. */
  readonly day: Int32Array;
  readonly moments: readonly Moment[];
  /** Pairs of coin and day: at most so many outcomes are independent. */
  readonly coinDays: number;
  /** ln(actual / close) */
  readonly outcome: Float64Array;
  /** ln(quantile / close) */
  readonly quantiles: Readonly<Record<LevelName, Float64Array>>;
}

/** @throws RangeError for no rows. */
export function toTable(forecasts: readonly TestForecast[]): ForecastTable {
  if (forecasts.length === 0) throw new RangeError("There are no forecasts to measure.");
  const rows = forecasts.toSorted((a, b) =>
    a.madeAtMs - b.madeAtMs || (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0)
  );
  const relative = (name: LevelName | "actual") =>
    Float64Array.from(rows, (row) => Math.log(row[name] / row.close));
  const days = [...new Set(rows.map(dayOf))];
  const place = new Map(days.map((day, index) => [day, index]));
  const day = Int32Array.from(rows, (row) => place.get(dayOf(row))!);
  return {
    rows,
    dayMs: Float64Array.from(days, (one) => one * DAY_MS),
    day,
    moments: findMoments(rows, day),
    coinDays: countCoinDays(rows, day),
    outcome: relative("actual"),
    quantiles: {
      q05: relative("q05"),
      q10: relative("q10"),
      q25: relative("q25"),
      q50: relative("q50"),
      q75: relative("q75"),
      q90: relative("q90"),
      q95: relative("q95"),
    },
  };
}

function dayOf({ madeAtMs }: TestForecast): number {
  return Math.floor(madeAtMs / DAY_MS);
}

function findMoments(rows: readonly TestForecast[], day: Int32Array): Moment[] {
  const moments: Moment[] = [];
  let start = 0;
  for (let end = 1; end <= rows.length; end++) {
    const { madeAtMs } = rows[start]!;
    if (end < rows.length && rows[end]!.madeAtMs === madeAtMs) continue;
    moments.push({ madeAtMs, start, end, day: day[start]! });
    start = end;
  }
  return moments;
}

function countCoinDays(rows: readonly TestForecast[], day: Int32Array): number {
  let count = 0;
  let seen = new Set<string>();
  rows.forEach(({ symbol }, row) => {
    if (row > 0 && day[row] !== day[row - 1]) (count += seen.size, seen = new Set());
    seen.add(symbol);
  });
  return count + seen.size;
}

/** Sum over the rows of each day. */
export function sumByDay(table: ForecastTable, value: (row: number) => number): Float64Array {
  const sums = new Float64Array(table.dayMs.length);
  for (let row = 0; row < table.rows.length; row++) sums[table.day[row]!]! += value(row);
  return sums;
}

/** Mean over the moments of each day; days without a finite value are left out. */
export function meanByDay(
  table: ForecastTable,
  value: (moment: Moment) => number,
): { readonly dayMs: number; readonly value: number }[] {
  const sums = new Float64Array(table.dayMs.length);
  const counts = new Float64Array(table.dayMs.length);
  for (const moment of table.moments) {
    const one = value(moment);
    if (Number.isFinite(one)) (sums[moment.day]! += one, counts[moment.day]!++);
  }
  return [...sums].flatMap((sum, day) =>
    counts[day]! > 0 ? [{ dayMs: table.dayMs[day]!, value: sum / counts[day]! }] : []
  );
}
