import type { Random } from "./random.ts";

/** An endless series of hourly values, made once and kept: asking again gives the same number. */
export interface HourlySeries {
  at(hour: number): number;
}

export interface GarchOptions {
  /** Long-run standard deviation of the hourly value. */
  readonly deviation: number;
  readonly random: Random;
}

/** Shock and persistence of hourly crypto returns, near the usual fits: long volatility clusters. */
const SHOCK = 0.1;
const PERSISTENCE = 0.88;
const DEGREES_OF_FREEDOM = 6;
/** Without a ceiling one extreme draw can feed on itself for weeks. */
const MAX_VARIANCE_RATIO = 25;
const MAX_SHOCK = 9;

/**
 * GARCH(1,1) with Student's t innovations (Bollerslev 1987): fat tails and volatility clusters.
 */
export function garchReturns({ deviation, random }: GarchOptions): HourlySeries {
  let ratio = 1; // conditional variance over its long-run mean
  return grown(() => {
    const shock = clamp(random.studentT(DEGREES_OF_FREEDOM), MAX_SHOCK);
    const value = Math.sqrt(ratio) * shock;
    const next = 1 - SHOCK - PERSISTENCE + SHOCK * value * value + PERSISTENCE * ratio;
    ratio = Math.min(next, MAX_VARIANCE_RATIO);
    return value * deviation;
  });
}

/** Slow waves around zero: AR(1) with the given memory and standard deviation. */
export function wave(random: Random, memory: number, deviation: number): HourlySeries {
  const shock = deviation * Math.sqrt(1 - memory * memory);
  let level = 0;
  return grown(() => level = memory * level + shock * random.normal());
}

/** Keeps what `next` gives, so that any hour can be read in any order. */
export function grown(next: (hour: number) => number): HourlySeries {
  let values = new Float64Array(4096);
  let length = 0;
  return {
    at(hour) {
      while (length <= hour) {
        if (length === values.length) {
          const larger = new Float64Array(values.length * 2);
          larger.set(values);
          values = larger;
        }
        values[length] = next(length);
        length++;
      }
      return values[hour]!;
    },
  };
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
