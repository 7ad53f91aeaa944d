import { conformalQuantile, conformityScore, type RangeLevel, rangeOf } from "./conformal.ts";

/** A number for each of the stated ranges. */
export type PerLevel = Readonly<Record<RangeLevel, number>>;

export interface AdaptiveOptions {
  /** How far an hour of due forecasts moves the miscoverage asked for, γ of Gibbs & Candès. */
  readonly step: number;
  /** Days of scores from which the offsets are taken. */
  readonly windowDays: number;
}

/**
 * Chosen on forecasts of the baselines (see LOG.md): slow steps sleep through a change of volatility, fast ones
 * widen and narrow the ranges by chance.
 */
export const ADAPTIVE_DEFAULTS: AdaptiveOptions = { step: 0.0008, windowDays: 120 };

/** Forecasts whose outcomes are due at the same hour; quantiles and outcomes in scaled units. */
export interface DueForecasts {
  readonly dueMs: number;
  /** N×5, before any offset. */
  readonly quantiles: Float32Array;
  /** N */
  readonly actual: Float32Array;
  /** The offsets that they were published with; `null` for past forecasts that only serve as a start. */
  readonly offsets: PerLevel | null;
}

/** Ranges that learn from outcomes as they come due. */
export interface AdaptiveRanges {
  /** To be called in the order of `dueMs`. */
  learn(due: DueForecasts): void;
  /** By how much to widen each range at both ends now, in scaled units; negative narrows. */
  offsets(nowMs: number): PerLevel;
  /** The miscoverage that is asked of the scores now. */
  alpha(): PerLevel;
}

const LEVELS = 5;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOMINAL: PerLevel = { 50: 0.5, 80: 0.2, 90: 0.1 };

/** α stays between these multiples of the nominal miscoverage: a quiet month must not make ranges useless. */
const LEAST_ALPHA = 0.2;
const MOST_ALPHA = 1.5;

/**
 * Adaptive conformal inference (Gibbs & Candès 2021), one state for all coins: the offset of a level is the
 * (1 − α) quantile of the scores that came due in the last `windowDays`, and each due hour moves α by
 * step · (nominal − share missed), so that ranges that missed too often are widened from then on.
 */
export function createAdaptiveRanges(options: AdaptiveOptions = ADAPTIVE_DEFAULTS): AdaptiveRanges {
  const known: { readonly dueMs: number; readonly scores: Record<RangeLevel, Float64Array> }[] = [];
  let alpha = NOMINAL;
  let lastMs: number | null = null;
  return {
    learn({ dueMs, quantiles, actual, offsets }) {
      const scores = perLevel((level) => scoresOf(quantiles, actual, level));
      known.push({ dueMs, scores });
      if (offsets !== null && actual.length > 0) {
        const missed = perLevel((level) => shareAbove(scores[level], offsets[level]));
        // Forecasts of every sixth hour stand for six hours.
        const hours = lastMs === null ? 1 : Math.min(24, (dueMs - lastMs) / HOUR_MS);
        alpha = adaptAlpha(alpha, missed, options.step * hours);
        lastMs = dueMs;
      }
    },
    offsets(nowMs) {
      while (known[0] && known[0].dueMs < nowMs - options.windowDays * DAY_MS) known.shift();
      return perLevel((level) => {
        const window = joinScores(known.map(({ scores }) => scores[level]));
        return conformalQuantile(window, 1 - alpha[level]);
      });
    },
    alpha: () => alpha,
  };
}

/** One step of the miscoverage asked for, per level. `missed`: the share of ranges due that missed. */
export function adaptAlpha(alpha: PerLevel, missed: PerLevel, step: number): PerLevel {
  return perLevel((level) => {
    const nominal = NOMINAL[level];
    const moved = alpha[level] + step * (nominal - missed[level]);
    return Math.min(MOST_ALPHA * nominal, Math.max(LEAST_ALPHA * nominal, moved));
  });
}

function perLevel<Value>(make: (level: RangeLevel) => Value): Record<RangeLevel, Value> {
  return { 50: make(50), 80: make(80), 90: make(90) };
}

function scoresOf(quantiles: Float32Array, actual: Float32Array, level: RangeLevel) {
  return Float64Array.from(actual, (outcome, place) => {
    const own = quantiles.subarray(place * LEVELS, (place + 1) * LEVELS);
    return conformityScore(rangeOf(own, level), outcome);
  });
}

function shareAbove(scores: Float64Array, offset: number): number {
  let above = 0;
  for (const score of scores) if (score > offset) above++;
  return above / scores.length;
}

function joinScores(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
