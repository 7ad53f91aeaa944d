import {
  burnCoins,
  cancelTransaction,
  createTransaction,
  type Database,
  executeTransaction,
  feeOf,
  LedgerRefusal,
  mintCoins,
  type Posted,
  quickSend,
  reverseTransaction,
  type Sql,
  stakeCoins,
  unstakeCoins,
} from "../../../db/mod.ts";
import type { Operation } from "./operations.ts";

/** What a caller was told of one attempt. */
export type Outcome =
  | { readonly kind: "done"; readonly transactionId: string; readonly replayed: boolean }
  | { readonly kind: "refused"; readonly code: string }
  /** Nobody heard what came of it. */
  | { readonly kind: "unknown"; readonly error: string };

/** An operation with what the plan could not know. */
export interface Request {
  readonly operation: Operation;
  /** Of an operation on another's transaction: its id. */
  readonly transactionId: string;
  readonly feePercent: string;
  /** True: in a database transaction of its own that is not repeated. */
  readonly isOnce: boolean;
}

export const SCOPE = "simulation";

/** Carries an operation out as the application does, under the key of its place in the plan. */
export async function performOperation(db: Database, request: Request): Promise<Outcome> {
  try {
    const posted = request.isOnce
      ? await db.transaction((tx) => post(tx, request))
      : await post(db, request);
    return { kind: "done", transactionId: posted.transaction.id, replayed: posted.replayed };
  } catch (error) {
    if (error instanceof LedgerRefusal) return { kind: "refused", code: error.code };
    return { kind: "unknown", error: error instanceof Error ? error.message : String(error) };
  }
}

function post(db: Sql | Database, request: Request): Promise<Posted> {
  const { operation, transactionId, feePercent } = request;
  const key = String(operation.id);
  const context = {
    nowMs: Date.UTC(2026, 0, 1) + operation.id,
    createdBy: SCOPE,
    idempotency: { scope: SCOPE, key, requestHash: JSON.stringify(operation) },
  };
  if ("of" in operation) {
    const input = { ...context, transactionId };
    if (operation.kind === "execute") return executeTransaction(db, input);
    if (operation.kind === "cancel") return cancelTransaction(db, input);
    return reverseTransaction(db, { ...input, reason: "simulated" });
  }
  const { amount } = operation;
  if ("user" in operation) {
    const verb = { mint: mintCoins, burn: burnCoins, stake: stakeCoins, unstake: unstakeCoins };
    return verb[operation.kind](db, { ...context, userId: operation.user, amount });
  }
  const transfer = {
    ...context,
    ...{ fromUser: operation.from, toUser: operation.to, amount, fee: feeOf(amount, feePercent) },
  };
  return operation.kind === "send"
    ? quickSend(db, transfer)
    : createTransaction(db, { ...transfer, type: "send" });
}
