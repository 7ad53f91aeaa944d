import type { LedgerBalance, LedgerTransaction } from "../../db/mod.ts";
import type { Balance, Transaction } from "./schema.ts";

/** A transaction as it is told to its sides. */
export function viewTransaction(one: LedgerTransaction): Transaction {
  const { failureCode, failureReason } = one;
  return {
    transaction_id: one.id,
    from_user: one.fromUser,
    to_user: one.toUser,
    amount: one.amount,
    transaction_type: one.type,
    status: one.status,
    fee: one.fee,
    timestamp: isoTime(one.eventAtMs),
    metadata: one.metadata,
    finished_at: one.finishedAtMs === null ? null : isoTime(one.finishedAtMs),
    failure: failureCode === null ? null : { code: failureCode, message: failureReason ?? "" },
    reverses: one.reversesId,
    reversed_by: one.reversedById,
    not_before: one.notBeforeMs === null ? null : isoTime(one.notBeforeMs),
  };
}

/** What a person holds; zeros for one who never had a coin. */
export function viewBalance(userId: string, balance: LedgerBalance | null): Balance {
  return {
    user_id: userId,
    balance: balance?.balance ?? "0",
    staked_balance: balance?.stakedBalance ?? "0",
    cooling_balance: balance?.coolingBalance ?? "0",
    forecast_stakes: balance?.forecastStakes ?? "0",
    last_updated: balance === null ? null : isoTime(balance.lastUpdatedMs),
  };
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
