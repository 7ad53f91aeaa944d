import type { LedgerTransaction } from "./ledger_transaction.ts";

/** Why the ledger did not do what it was asked. */
export type RefusalCode =
  | "USER_NOT_FOUND"
  | "SELF_TRANSFER"
  | "NOT_FOUND"
  | "INSUFFICIENT_FUNDS"
  | "INSUFFICIENT_STAKE"
  | "INVALID_STATE"
  | "IDEMPOTENCY_CONFLICT";

/** What the ledger refuses; nothing has moved. */
export class LedgerRefusal extends Error {
  override readonly name = "LedgerRefusal";
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> | null,
    /** Of an execution that failed: the transaction, which is `failed` now. */
    readonly transaction: LedgerTransaction | null = null,
    /** True where the same was asked before with the same key, and this is the first answer. */
    readonly replayed = false,
  ) {
    super(message);
  }
}
