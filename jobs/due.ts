import { Cron } from "croner";

/** The part of a stored job run that decides whether its job is due. Times in epoch ms. */
export interface LastRun {
  readonly slotMs: number;
  readonly status: "running" | "completed" | "failed";
  readonly attempt: number;
  readonly leaseUntilMs: number | null;
  readonly finishedAtMs: number | null;
}

export interface RetryPolicy {
  /** Pause after the first failure; it doubles with each further one. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/**
 * The newest moment at or before `nowMs` that a standard cron string names, in UTC with Sunday as 0
 * (or 7). `Deno.cron` counts Sunday as 1 and refuses 0, so it never sees these strings.
 * @throws Error when the string is not a cron string, naming it.
 */
export function latestSlot(schedule: string, nowMs: number): number {
  const cron = parseSchedule(schedule);
  // croner looks strictly before its reference, so a reference one second on includes this second.
  const [slot] = cron.previousRuns(1, new Date(nowMs + 1000));
  if (!slot) throw new Error(`The schedule "${schedule}" never falls due.`);
  return slot.getTime();
}

/** The next moment after `nowMs` that a standard cron string names, or null where there is none. */
export function nextSlot(schedule: string, nowMs: number): number | null {
  return parseSchedule(schedule).nextRun(new Date(nowMs))?.getTime() ?? null;
}

function parseSchedule(schedule: string): Cron {
  try {
    return new Cron(schedule, { timezone: "UTC", paused: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The schedule "${schedule}" is not a cron string: ${reason}`);
  }
}

/**
 * The slot to claim now, or null when nothing is due. A run whose lease has lapsed belongs to a
 * process that died or stopped: its slot is taken over. A failed run is tried again after a pause
 * that doubles with each attempt.
 */
export function slotToClaim(
  last: LastRun | null,
  dueMs: number,
  nowMs: number,
  retry: RetryPolicy,
): number | null {
  if (last === null || last.slotMs < dueMs) {
    return last !== null && isAlive(last, nowMs) ? null : dueMs;
  }
  if (last.status === "completed" || isAlive(last, nowMs)) return null;
  if (last.status === "running") return last.slotMs;
  const failures = Math.max(1, last.attempt);
  const pause = Math.min(retry.longestPauseMs, retry.firstPauseMs * 2 ** (failures - 1));
  const since = last.finishedAtMs ?? last.slotMs;
  if (nowMs < since + pause) return null;
  return last.slotMs;
}

/** True while some process holds the run and renews its lease. */
export function isAlive(run: LastRun, nowMs: number): boolean {
  return run.status === "running" && run.leaseUntilMs !== null && run.leaseUntilMs > nowMs;
}
