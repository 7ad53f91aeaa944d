import type { Sql } from "../../db/mod.ts";

const PATIENCE_MS = 20_000;

/**
 * Waits until all that the ledger has written is settled: the chainer waits for any transaction of
 * the whole server that began before it, those of other test files among them.
 */
export async function untilSettled(db: Sql): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (performance.now() < deadlineMs) {
    const rows = await db.sql<{ settled: boolean }>(
      `select coalesce(max(written_by), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
         as settled from ledger_entries`,
    );
    if (rows[0]!.settled) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("A transaction on this server has been open for longer than a test waits.");
}
