import { databaseNow } from "../db/mod.ts";
import type { JobContext } from "./context.ts";

/**
 * What slots and leases go by, in epoch ms: the database's clock, which all processes share, so that a
 * process whose own clock is wrong takes no slot early and no lease for lapsed.
 */
export async function sharedNow(context: JobContext): Promise<number> {
  return context.ownClock ? context.now() : await databaseNow(context.db);
}

/** The time to hand to a statement about a lease; nothing where the database is to look itself. */
export function leaseNow(context: JobContext): { nowMs?: number } {
  return context.ownClock ? { nowMs: context.now() } : {};
}
