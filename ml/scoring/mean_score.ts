import { studentQuantile } from "../evaluate/distributions.ts";

/** The scores of one day together. */
export interface ScoredDay {
  readonly count: number;
  readonly sum: number;
}

export interface MeanScore {
  readonly mean: number;
  /** Ends of the 95 % interval; null on fewer than two days. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Mean of scores with a 95 % interval that counts days, not forecasts: those of one day overlap and
 * share a market, so their errors are not independent (cluster-robust standard error with the
 * small-sample factor of Cameron & Miller 2015, and Student's t for the number of days).
 *
 * @returns null for no scores
 */
export function meanScore(days: readonly ScoredDay[]): MeanScore | null {
  const count = days.reduce((sum, day) => sum + day.count, 0);
  if (count === 0) return null;
  const mean = days.reduce((sum, day) => sum + day.sum, 0) / count;
  if (days.length < 2) return { mean, low: null, high: null };
  const squares = days.reduce((sum, day) => sum + (day.sum - day.count * mean) ** 2, 0);
  const error = Math.sqrt(squares * days.length / (days.length - 1)) / count;
  const reach = studentQuantile(0.975, days.length - 1) * error;
  return { mean, low: mean - reach, high: mean + reach };
}
