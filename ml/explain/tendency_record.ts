import { HOUR_MS } from "../series.ts";
import type { Tendency } from "../tendency.ts";

/** A label of the past. */
export interface PastLabel {
  readonly atMs: number;
  readonly tendency: Tendency;
  /** Average change of the coins over the 24 h before it, percent. */
  readonly avgChangePercent: number;
}

const DAY_MS = 24 * HOUR_MS;

/** Days of belief in the rate of any day that a label's own days have to outweigh. */
const PRIOR_DAYS = 20;

/** How the days after a label went. */
export interface NextDayRecord {
  /** Days with this label whose next day is known, and those of them after which it agreed. */
  readonly observations: number;
  readonly agreed: number;
  /** The same of all days, whatever their label. */
  readonly allDays: number;
  readonly allAgreed: number;
  /**
   * Share that agreed, pulled toward the share of all days, and that toward one half, each by 20 days
   * (a beta prior): what can be said of the next day without claiming more than was seen.
   */
  readonly confidence: number;
}

/**
 * How often the next day agreed with a label: after bullish the average change of the coins was above
 * zero, after bearish below, after any other the label was the same a day later. One look a day, at
 * the hour of `now`, since hours next to each other share 23 of their 24 hours; only days that had
 * ended by then.
 */
export function nextDayRecord(
  past: ReadonlyMap<number, PastLabel>,
  now: Pick<PastLabel, "atMs" | "tendency">,
  days: number,
): NextDayRecord {
  let observations = 0, agreed = 0, allDays = 0, allAgreed = 0;
  for (let day = 1; day <= days; day++) {
    const then = past.get(now.atMs - day * DAY_MS);
    const next = past.get(now.atMs - (day - 1) * DAY_MS);
    if (then === undefined || next === undefined) continue;
    const agrees = agreesWith(now.tendency, next) ? 1 : 0;
    allDays++;
    allAgreed += agrees;
    if (then.tendency !== now.tendency) continue;
    observations++;
    agreed += agrees;
  }
  const base = (allAgreed + PRIOR_DAYS / 2) / (allDays + PRIOR_DAYS);
  const confidence = (agreed + PRIOR_DAYS * base) / (observations + PRIOR_DAYS);
  return { observations, agreed, allDays, allAgreed, confidence };
}

function agreesWith(label: Tendency, next: PastLabel): boolean {
  if (label === "bullish") return next.avgChangePercent > 0;
  if (label === "bearish") return next.avgChangePercent < 0;
  return next.tendency === label;
}

/** How long labels last. */
export interface DurationRecord {
  /** Hours that the newest label has held without a break. */
  readonly lastedHours: number;
  /** Median length of the runs of this label that were seen from start to end; `null` before one was. */
  readonly typicalHours: number | null;
  readonly runs: number;
}

/**
 * Runs of the label of the last row. A run counts where its first hour followed on another label and
 * its last was followed by one, both without a missing hour between: else its length is not known.
 *
 * @param past ascending in time, at most one an hour; the last row is the present one
 */
export function durationRecord(past: readonly PastLabel[]): DurationRecord {
  const now = past[past.length - 1];
  if (now === undefined) return { lastedHours: 0, typicalHours: null, runs: 0 };
  const lengths: number[] = [];
  let start = 0;
  let startSeen = false;
  for (let row = 1; row < past.length; row++) {
    const joined = past[row]!.atMs - past[row - 1]!.atMs === HOUR_MS;
    if (joined && past[row]!.tendency === past[row - 1]!.tendency) continue;
    if (startSeen && joined && past[start]!.tendency === now.tendency) lengths.push(row - start);
    start = row;
    startSeen = joined;
  }
  lengths.sort((a, b) => a - b);
  const middle = lengths.length >> 1;
  const typicalHours = lengths.length === 0
    ? null
    : lengths.length % 2 === 1
    ? lengths[middle]!
    : (lengths[middle - 1]! + lengths[middle]!) / 2;
  return { lastedHours: past.length - start, typicalHours, runs: lengths.length };
}
