import { studentQuantile } from "../evaluate/distributions.ts";

/** Forecasts that were scored on one day. */
export interface ScoredDay {
  /** The day, in any form that tells days apart. */
  readonly day: string;
  readonly score: number;
}

export interface MeanScore {
  readonly mean: number;
  /** Ends of the 95 % interval; null on fewer than two days. */
  readonly low: number | null;
  readonly high: number | null;
  readonly days: number;
}

/**
 * Mean of scores with a 95 % interval that counts days, not forecasts: those of one day overlap and
 * share a market, so their errors are not independent (cluster-robust standard error with the
 * small-sample factor of Cameron & Miller 2015, and Student's t for the number of days).
 *
 * @returns null for no scores
 */
export function meanScore(scores: readonly ScoredDay[]): MeanScore | null {
  if (scores.length === 0) return null;
  const mean = scores.reduce((sum, { score }) => sum + score, 0) / scores.length;
  const byDay = new Map<string, number>();
  for (const { day, score } of scores) byDay.set(day, (byDay.get(day) ?? 0) + score - mean);
  const days = byDay.size;
  if (days < 2) return { mean, low: null, high: null, days };
  const squares = [...byDay.values()].reduce((sum, one) => sum + one * one, 0);
  const error = Math.sqrt(squares * days / (days - 1)) / scores.length;
  const reach = studentQuantile(0.975, days - 1) * error;
  return { mean, low: mean - reach, high: mean + reach, days };
}
