import { Cron } from "croner";

/** The part of a stored job run that decides whether its job is due. Times in epoch ms. */
export interface LastRun {
  readonly slotMs: number;
  readonly status: "running" | "completed" | "failed" | "skipped";
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

/** How many slots lie between two moments, neither included; counted up to ten thousand. */
export function countSlots(schedule: string, afterMs: number, beforeMs: number): number {
  const cron = parseSchedule(schedule);
  let count = 0;
  let at = cron.nextRun(new Date(afterMs));
  while (at !== null && at.getTime() < beforeMs && count < MOST_COUNTED) {
    count += 1;
    at = cron.nextRun(at);
  }
  return count;
}

const MOST_COUNTED = 10_000;

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
  if (last.status === "completed" || last.status === "skipped") return null;
  if (isAlive(last, nowMs)) return null;
  if (last.status === "running") return last.slotMs;
  const failures = Math.max(1, last.attempt);
  const pause = Math.min(retry.longestPauseMs, retry.firstPauseMs * 2 ** (failures - 1));
  const since = last.finishedAtMs ?? last.slotMs;
  if (nowMs < since + pause) return null;
  return last.slotMs;
}

/** No lease is longer; one that ends later was taken before the clock was set back. */
const LONGEST_LEASE_MS = 60_000;

/** True while some process holds the run and renews its lease, as far as the clock can tell. */
export function isAlive(
  run: Pick<LastRun, "status" | "leaseUntilMs">,
  nowMs: number,
): boolean {
  if (run.status !== "running" || run.leaseUntilMs === null) return false;
  return run.leaseUntilMs > nowMs && run.leaseUntilMs <= nowMs + LONGEST_LEASE_MS;
}
