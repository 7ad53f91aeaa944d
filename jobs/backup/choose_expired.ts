import type { BackupsKept } from "../context.ts";
import type { BackupName } from "./backup_name.ts";

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday; weeks begin on Mondays. */
const MONDAY_OFFSET_DAYS = 3;

/**
 * Which backups are no longer wanted. Of each of the last days, weeks and months that have one, the
 * newest is kept; days without one do not count, so that a pause does not use up what is kept. The
 * newest proved one is never among the expired. Of those that did not pass, only the newest is kept, and
 * until a later one did.
 */
export function chooseExpired(
  backups: readonly BackupName[],
  keep: BackupsKept,
): BackupName[] {
  const newestFirst = backups.toSorted((a, b) => b.madeAtMs - a.madeAtMs);
  const proved = newestFirst.filter((one) => one.isProved);
  const newest = proved.slice(0, 1);
  const newestUnproved = newestFirst.find((one) => !one.isProved);
  const isLast = newestUnproved !== undefined && newestUnproved === newestFirst[0];
  const kept = new Set([
    ...newest,
    ...(isLast ? [newestUnproved] : []),
    ...newestOfEach(proved, keep.days, (ms) => Math.floor(ms / DAY_MS)),
    ...newestOfEach(
      proved,
      keep.weeks,
      (ms) => Math.floor((Math.floor(ms / DAY_MS) + MONDAY_OFFSET_DAYS) / 7),
    ),
    ...newestOfEach(proved, keep.months, monthOf),
  ]);
  return backups.filter((one) => !kept.has(one));
}

function monthOf(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function newestOfEach(
  newestFirst: readonly BackupName[],
  count: number,
  periodOf: (ms: number) => number,
): BackupName[] {
  const found = new Map<number, BackupName>();
  for (const one of newestFirst) {
    const period = periodOf(one.madeAtMs);
    if (!found.has(period)) found.set(period, one);
  }
  return [...found.values()].slice(0, count);
}
