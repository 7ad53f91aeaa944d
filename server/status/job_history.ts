import type { JobHour } from "../../db/mod.ts";
import type { JobFacts } from "../../jobs/context.ts";
import type { HourState } from "./schema.ts";

export const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Hours that are shown, the present one included. */
export const HOURS = 7 * 24;
/** A slot that came less than this ago may still be done in time. */
const PATIENCE_MS = HOUR_MS / 2;

/** The jobs whose hours tell whether the service did its work, with what an hour then brought. */
export const SHOWN_JOBS: Readonly<Record<string, string>> = {
  chain: "At work",
  collect: "Candles collected",
  publish: "Forecasts published",
  alerts: "Market watched for alerts",
};

/** When the first of the shown hours began. */
export function historyFromMs(nowMs: number): number {
  return (Math.floor(nowMs / HOUR_MS) - (HOURS - 1)) * HOUR_MS;
}

/**
 * What became of each of the last {@link HOURS} hours of a job, the oldest first. An hour without a
 * slot is missed, but for those before the first that is known and for the present one, in which it
 * may still be done.
 */
export function judgeHours(
  job: JobFacts,
  known: { readonly hours: readonly JobHour[]; readonly firstMs: number | undefined },
  nowMs: number,
): HourState[] {
  const fromMs = historyFromMs(nowMs);
  const byHour = new Map(known.hours.map((hour) => [hour.hourMs, hour]));
  return Array.from({ length: HOURS }, (_, place) => {
    const hourMs = fromMs + place * HOUR_MS;
    if (known.firstMs === undefined || hourMs + HOUR_MS <= known.firstMs) return "none";
    const isPresent = hourMs + HOUR_MS > nowMs - PATIENCE_MS;
    const hour = byHour.get(hourMs);
    if (isEachMinute(job)) {
      const sinceMs = Math.max(hourMs, known.firstMs);
      return judgeMinutes(hour, Math.min(nowMs, hourMs + HOUR_MS) - sinceMs, isPresent);
    }
    return judgeHour(hour, isPresent);
  });
}

/** Whether a job is done at least once in every hour, so that an hour without it says something. */
export function isHourly({ dueMs, nextMs }: JobFacts): boolean {
  return dueMs !== null && nextMs !== null && nextMs - dueMs <= HOUR_MS;
}

function isEachMinute({ dueMs, nextMs }: JobFacts): boolean {
  return dueMs !== null && nextMs !== null && nextMs - dueMs <= MINUTE_MS;
}

function judgeHour(hour: JobHour | undefined, isPresent: boolean): HourState {
  if (hour === undefined) return isPresent ? "none" : "missed";
  if (hour.failed > 0) return "failed";
  if (hour.late > 0) return "late";
  if (hour.done > 0) return "done";
  return isPresent ? "none" : "missed";
}

/** Two minutes without a run are a restart. */
const MINUTES_OF_A_RESTART = 2;

function judgeMinutes(hour: JobHour | undefined, overMs: number, isPresent: boolean): HourState {
  const expected = Math.floor(overMs / MINUTE_MS);
  const done = (hour?.done ?? 0) + (hour?.late ?? 0);
  if (done >= expected - MINUTES_OF_A_RESTART) return expected <= 0 ? "none" : "done";
  if (done > 0) return "late";
  return isPresent && expected <= MINUTES_OF_A_RESTART ? "none" : "missed";
}
