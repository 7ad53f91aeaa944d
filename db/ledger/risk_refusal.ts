import type { Sql } from "../database.ts";
import type { LedgerTransaction } from "./ledger_transaction.ts";

/**
 * Ends a pending transaction as failed because of its risk; no coin moves.
 *
 * @throws Error where it is not pending
 */
export async function refuseTransaction(
  db: Sql,
  input: {
    readonly transactionId: string;
    readonly code: "RISK_TOO_HIGH";
    readonly reason: string;
    readonly nowMs: number;
  },
): Promise<LedgerTransaction> {
  const rows = await db.sql<{ one: LedgerTransaction | null }>(
    "select ledger_refuse($1::uuid, $2, $3, to_timestamp($4::float8 / 1000)) as one",
    [input.transactionId, input.code, input.reason, input.nowMs],
  );
  const one = rows[0]?.one ?? null;
  if (one === null) throw new Error(`The transaction ${input.transactionId} is not pending.`);
  return one;
}
