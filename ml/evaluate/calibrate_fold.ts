import {
  ADAPTIVE_DEFAULTS,
  type AdaptiveOptions,
  type AdaptiveRanges,
  createAdaptiveRanges,
  type PerLevel,
} from "../adaptive_ranges.ts";
import { probabilityAbove, rangeOf } from "../conformal.ts";
import { HOUR_MS } from "../series.ts";
import type { FoldRows } from "./forecast_fold.ts";
import { fitCautiousFactor } from "./probability.ts";
import type { TestForecast } from "./records.ts";

export interface CalibrationInput {
  readonly model: string;
  readonly rows: FoldRows;
  /** N×5 scaled, sorted. */
  readonly quantiles: Float32Array;
  /** Open time of the first decision candle of the test block. */
  readonly testFromMs: number;
  /** Coins whose outcomes calibrate nothing. */
  readonly heldOut: readonly string[];
  readonly horizonHours: number;
  readonly adaptive?: AdaptiveOptions;
}

/** The rows that were made at one hour. */
interface HourRows {
  readonly madeAtMs: number;
  readonly from: number;
  readonly to: number;
}

const LEVELS = 5;

/**
 * Walks through the calibration and the test block hour by hour as it would have happened: the ranges of an
 * hour know the outcomes that were due by then and no others. The offsets start from the calibration block
 * (conformalised quantile regression) and adapt through the test block as forecasts come due. Probabilities
 * are pulled toward one half by a factor from the calibration block.
 *
 * @returns the forecasts of the test block, none of them called
 */
export function calibrateFold(input: CalibrationInput): TestForecast[] {
  const ranges = createAdaptiveRanges(input.adaptive ?? ADAPTIVE_DEFAULTS);
  const factor = calibrationFactor(input);
  const waiting: { readonly hour: HourRows; readonly offsets: PerLevel | null }[] = [];
  const forecasts: TestForecast[] = [];
  for (const hour of groupByHour(input.rows.madeAtMs)) {
    while (waiting[0] && dueMs(input, waiting[0].hour) <= hour.madeAtMs) {
      const { hour: due, offsets } = waiting.shift()!;
      learn(input, ranges, due, offsets);
    }
    const isTest = hour.madeAtMs - HOUR_MS >= input.testFromMs;
    const offsets = isTest ? ranges.offsets(hour.madeAtMs) : null;
    waiting.push({ hour, offsets });
    if (offsets === null) continue;
    for (let row = hour.from; row < hour.to; row++) {
      forecasts.push(toTestForecast(input, row, offsets, factor));
    }
  }
  return forecasts;
}

function dueMs({ horizonHours }: CalibrationInput, { madeAtMs }: HourRows): number {
  return madeAtMs + horizonHours * HOUR_MS;
}

function groupByHour(madeAtMs: Float64Array): HourRows[] {
  const hours: HourRows[] = [];
  let from = 0;
  for (let row = 1; row <= madeAtMs.length; row++) {
    if (row < madeAtMs.length && madeAtMs[row] === madeAtMs[from]) continue;
    hours.push({ madeAtMs: madeAtMs[from]!, from, to: row });
    from = row;
  }
  return hours;
}

function learn(
  input: CalibrationInput,
  ranges: AdaptiveRanges,
  hour: HourRows,
  offsets: PerLevel | null,
): void {
  const { rows, quantiles, heldOut } = input;
  const some = rowsOf(hour).filter((row) => !heldOut.includes(rows.symbols[row]!));
  const known = new Float32Array(some.length * LEVELS);
  some.forEach((row, place) => known.set(quantilesAt(quantiles, row), place * LEVELS));
  const actual = Float32Array.from(some, (row) => rows.actual[row]!);
  ranges.learn({ dueMs: dueMs(input, hour), quantiles: known, actual, offsets });
}

function rowsOf({ from, to }: HourRows): number[] {
  return Array.from({ length: to - from }, (_, place) => from + place);
}

function quantilesAt(quantiles: Float32Array, row: number): Float32Array {
  return quantiles.subarray(row * LEVELS, (row + 1) * LEVELS);
}

function calibrationFactor(input: CalibrationInput): number {
  const { rows, quantiles, heldOut, testFromMs } = input;
  const past: { madeAtMs: number; lean: number; rose: boolean }[] = [];
  rows.madeAtMs.forEach((madeAtMs, row) => {
    if (dueMs(input, { madeAtMs, from: row, to: row }) > testFromMs + HOUR_MS) return;
    if (heldOut.includes(rows.symbols[row]!)) return;
    const lean = probabilityAbove(quantilesAt(quantiles, row), 0) - 0.5;
    past.push({ madeAtMs, lean, rose: rows.actual[row]! > 0 });
  });
  return fitCautiousFactor(past);
}

function toTestForecast(
  { model, rows, quantiles, horizonHours }: CalibrationInput,
  row: number,
  offsets: PerLevel,
  factor: number,
): TestForecast {
  const own = quantilesAt(quantiles, row);
  const close = rows.close[row]!;
  const volatility = rows.volatility[row]!;
  const price = (scaled: number) => close * Math.exp(scaled * volatility * Math.sqrt(horizonHours));
  const [q05, q10, q25, q50, q75, q90, q95] = widen(own, offsets).map(price);
  const lean = factor * (probabilityAbove(own, 0) - 0.5);
  const madeAtMs = rows.madeAtMs[row]!;
  return {
    model,
    symbol: rows.symbols[row]!,
    madeAtMs,
    targetMs: madeAtMs + horizonHours * HOUR_MS,
    close,
    actual: price(rows.actual[row]!),
    q05: q05!,
    q10: q10!,
    q25: q25!,
    q50: q50!,
    q75: q75!,
    q90: q90!,
    q95: q95!,
    probabilityUp: 0.5 + lean,
    confidence: 0.5 + Math.abs(lean),
    called: false,
    volatility,
  };
}

/** Seven quantiles in order: each range with its offset, around the median as it is. */
function widen(quantiles: Float32Array, offsets: PerLevel): number[] {
  const median = quantiles[2]!;
  const lows: number[] = [];
  const highs: number[] = [];
  for (const level of [50, 80, 90] as const) {
    const [low, high] = rangeOf(quantiles, level);
    lows.push(Math.min(low - offsets[level], lows.at(-1) ?? median));
    highs.push(Math.max(high + offsets[level], highs.at(-1) ?? median));
  }
  return [...lows.reverse(), median, ...highs];
}
