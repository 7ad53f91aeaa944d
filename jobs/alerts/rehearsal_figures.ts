import type { NewAlert } from "../../db/mod.ts";
import type { RehearsedStorm } from "../context.ts";

const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 24 * HOUR_MS;

/** The most of these times, in increasing order, that lie within any 30 days. */
export function mostInThirtyDays(timesMs: readonly number[]): number {
  const times = timesMs.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [last, time] of times.entries()) {
    while (time - times[first]! >= MONTH_MS) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/**
 * The longest run of hours with alerts in each of them, that with more alerts of equal ones; null where
 * there was no alert.
 */
export function longestStorm(
  alerts: readonly Pick<NewAlert, "atMs">[],
  sentAtMs: readonly number[],
): RehearsedStorm | null {
  const times = alerts.map((alert) => alert.atMs).sort((a, b) => a - b);
  let longest: RehearsedStorm | null = null;
  let from = 0;
  for (let i = 0; i < times.length; i++) {
    const next = times[i + 1];
    if (next !== undefined && next - times[i]! <= HOUR_MS) continue;
    const storm = { fromMs: times[from]!, toMs: times[i]!, alerts: i - from + 1 };
    const hours = Math.round((storm.toMs - storm.fromMs) / HOUR_MS) + 1;
    from = i + 1;
    const isLonger = longest === null || hours > longest.hours ||
      (hours === longest.hours && storm.alerts > longest.alerts);
    if (isLonger) longest = { ...storm, hours, messages: countBetween(sentAtMs, storm) };
  }
  return longest;
}

/** Messages of a storm: sent from its first alert until the hour after its last. */
function countBetween(
  times: readonly number[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  return times.filter((time) => time >= fromMs && time < toMs + HOUR_MS).length;
}
