import type { Database, Sql } from "../database.ts";
import { callLedger, type Posted, type PostingContext } from "./call_ledger.ts";

/** What one account gains, or loses where it is negative. */
export interface Leg {
  readonly owner: string;
  readonly kind: "available" | "forecast_stake";
  /** Decimal text of at most 8 decimals. */
  readonly amount: string;
}

/**
 * Posts given legs as one completed transaction: for stakes on forecasts and their settlement. They
 * must sum to zero; several of one account count as one.
 *
 * @throws {LedgerRefusal} USER_NOT_FOUND, INSUFFICIENT_FUNDS
 */
export function postEntries(
  db: Sql | Database,
  posting: PostingContext & {
    readonly type: "forecast_stake" | "forecast_settlement";
    readonly fromUser: string;
    readonly toUser: string;
    /** What the transaction says that it moved, above zero; the legs are what moves. */
    readonly amount: string;
    readonly legs: readonly Leg[];
    readonly metadata?: Readonly<Record<string, unknown>>;
  },
): Promise<Posted> {
  const { type, legs, fromUser, toUser, amount, metadata } = posting;
  return callLedger(
    db,
    { op: "post", type, legs, from: fromUser, to: toUser, amount, fee: "0", metadata },
    posting,
  );
}
