import type { Sql } from "../database.ts";

/** How long events are kept for a process that lost its connection. */
export const EVENTS_KEPT_MS = 15 * 60_000;

/** Removes what every process has long been told of; returns how many. Who listens does so too. */
export async function pruneEvents(db: Sql): Promise<number> {
  const rows = await db.sql(
    "delete from live_events where at < clock_timestamp() - $1 * interval '1 ms' returning id",
    [EVENTS_KEPT_MS],
  );
  return rows.length;
}
