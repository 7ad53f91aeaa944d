import type { Database } from "../database.ts";
import { executeTransaction } from "./post_transfer.ts";
import { LedgerRefusal } from "./ledger_refusal.ts";

/** The most in one go; the next run takes the rest. */
const BATCH = 500;

/** Makes coins available whose cool-down is over; returns how many transactions that were. */
export async function releaseCooled(
  db: Database,
  options: { readonly nowMs: number },
): Promise<number> {
  const due = await db.sql<{ id: string }>(
    `select id from ledger_transactions where status = 'pending' and transaction_type = 'release'
       and not_before <= to_timestamp($1::float8 / 1000) order by seq limit $2`,
    [options.nowMs, BATCH],
  );
  let released = 0;
  for (const { id } of due) released += await release(db, id, options.nowMs);
  return released;
}

/** Another process may have been first: that is no error. */
async function release(db: Database, transactionId: string, nowMs: number): Promise<number> {
  try {
    await executeTransaction(db, { transactionId, nowMs, createdBy: "job:release" });
    return 1;
  } catch (error) {
    if (error instanceof LedgerRefusal) return 0;
    throw error;
  }
}
