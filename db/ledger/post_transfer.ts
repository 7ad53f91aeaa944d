import type { Database, Sql } from "../database.ts";
import { callLedger, type Posted, type PostingContext } from "./call_ledger.ts";

/** A person and an amount, a decimal text of at most 8 decimals, above zero. */
export interface OwnMove extends PostingContext {
  readonly userId: string;
  readonly amount: string;
}

/** From one person to another. */
export interface Transfer extends PostingContext {
  readonly fromUser: string;
  readonly toUser: string;
  readonly amount: string;
  /** Paid by the sender on top of the amount: `feeOf` computes it. */
  readonly fee: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The risk that was seen in it, kept with it. */
  readonly analysis?: Readonly<Record<string, unknown>>;
}

/**
 * Moves coins from `system` to a person, whose account is opened if there is none.
 *
 * @throws {LedgerRefusal} INSUFFICIENT_FUNDS where `system` has too little
 */
export function mintCoins(db: Sql | Database, move: OwnMove): Promise<Posted> {
  return postOwn(db, { type: "mint", from: "system", to: move.userId }, move);
}

/**
 * Moves coins of a person to `burned`.
 *
 * @throws {LedgerRefusal} USER_NOT_FOUND, INSUFFICIENT_FUNDS
 */
export function burnCoins(db: Sql | Database, move: OwnMove): Promise<Posted> {
  return postOwn(db, { type: "burn", from: move.userId, to: "burned" }, move);
}

/**
 * Moves available coins of a person to what they have staked.
 *
 * @throws {LedgerRefusal} USER_NOT_FOUND, INSUFFICIENT_FUNDS
 */
export function stakeCoins(db: Sql | Database, move: OwnMove): Promise<Posted> {
  return postOwn(db, { type: "stake", from: move.userId, to: move.userId }, move);
}

/**
 * Moves staked coins back. With a cool-down they are `cooling` first, and a pending transaction of the
 * type `release` makes them available when it is over.
 *
 * @throws {LedgerRefusal} USER_NOT_FOUND, INSUFFICIENT_STAKE
 */
export function unstakeCoins(
  db: Sql | Database,
  move: OwnMove & { readonly coolDownMs?: number },
): Promise<Posted> {
  const { coolDownMs = 0 } = move;
  return postOwn(db, { type: "unstake", from: move.userId, to: move.userId, coolDownMs }, move);
}

function postOwn(
  db: Sql | Database,
  request: Readonly<Record<string, unknown>>,
  move: OwnMove,
): Promise<Posted> {
  const { userId, amount } = move;
  return callLedger(
    db,
    { op: "post", ...request, amount, fee: "0", balanceOf: userId },
    move,
  );
}

/**
 * Sends coins at once: the sender pays amount and fee, the fee goes to `system`.
 *
 * @throws {LedgerRefusal} USER_NOT_FOUND, INSUFFICIENT_FUNDS; nothing is written then
 */
export function quickSend(db: Sql | Database, transfer: Transfer): Promise<Posted> {
  return callLedger(db, { op: "post", type: "send", ...sides(transfer) }, transfer);
}

/**
 * Writes down a transaction that is executed or cancelled later; whether there are coins for it is
 * seen then.
 *
 * @throws {LedgerRefusal} USER_NOT_FOUND
 */
export function createTransaction(
  db: Sql | Database,
  transfer: Transfer & { readonly type: "send" | "mint" | "burn" | "stake" | "unstake" },
): Promise<Posted> {
  return callLedger(db, { op: "create", type: transfer.type, ...sides(transfer) }, transfer);
}

function sides({ fromUser, toUser, amount, fee, metadata, analysis }: Transfer) {
  return { from: fromUser, to: toUser, amount, fee, metadata, analysis };
}

interface OneTransaction extends PostingContext {
  readonly transactionId: string;
}

/**
 * Moves the coins of a pending transaction. Where it cannot, the transaction is `failed`, with the
 * reason.
 *
 * @throws {LedgerRefusal} NOT_FOUND, INVALID_STATE; with the failed transaction: INSUFFICIENT_FUNDS,
 * INSUFFICIENT_STAKE, USER_NOT_FOUND
 */
export function executeTransaction(
  db: Sql | Database,
  input: OneTransaction & { readonly coolDownMs?: number },
): Promise<Posted> {
  const { transactionId, coolDownMs = 0 } = input;
  return callLedger(db, { op: "execute", transactionId, coolDownMs }, input);
}

/**
 * Cancels a pending transaction.
 *
 * @throws {LedgerRefusal} NOT_FOUND, INVALID_STATE
 */
export function cancelTransaction(db: Sql | Database, input: OneTransaction): Promise<Posted> {
  return callLedger(db, { op: "cancel", transactionId: input.transactionId }, input);
}

/**
 * Takes a completed send, mint or burn back by an opposite transaction, its fee included; once.
 *
 * @throws {LedgerRefusal} NOT_FOUND, INVALID_STATE, INSUFFICIENT_FUNDS where the coins are gone
 */
export function reverseTransaction(
  db: Sql | Database,
  input: OneTransaction & { readonly reason: string },
): Promise<Posted> {
  const { transactionId, reason } = input;
  return callLedger(db, { op: "reverse", transactionId, reason }, input);
}
