import type { Transaction } from "../../../server/coins/schema.ts";
import type { Receipt } from "../../../server/transactions/schema.ts";
import { formatCoins, printUnits, toUnits } from "../../lib/amount.ts";

/** What a transaction is called, before its amount. */
export const TYPE_WORDS: Record<Transaction["transaction_type"], string> = {
  send: "Sent",
  mint: "Minted",
  burn: "Burned",
  stake: "Staked",
  unstake: "Unstaked",
  release: "Cool-down",
  forecast_stake: "Staked on a forecast",
  forecast_settlement: "Forecast settled",
  reversal: "Reversed",
};

/** How far a transaction is. */
export const STATUS_WORDS: Record<Transaction["status"], string> = {
  pending: "waiting",
  processing: "being processed",
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
};

/** The icon beside the word. */
export const STATUS_ICONS: Record<Transaction["status"], string> = {
  pending: "circle-dashed",
  processing: "loader-circle",
  completed: "circle-check",
  failed: "circle-alert",
  cancelled: "ban",
};

/** Which way coins went for a person; `self` for stakes, which stay with them. */
export function directionOf(transaction: Transaction, userId: string): "in" | "out" | "self" {
  if (transaction.from_user === transaction.to_user) return "self";
  return transaction.to_user === userId ? "in" : "out";
}

/** What it did to the person's account: the fee is the sender's. */
export function signedAmount(transaction: Transaction, userId: string): string {
  const way = directionOf(transaction, userId);
  if (way === "self") return transaction.amount;
  if (way === "in") return transaction.amount;
  return printUnits(-((toUnits(transaction.amount) ?? 0n) + (toUnits(transaction.fee) ?? 0n)));
}

/** Whoever stands on the other side; empty for stakes. */
export function counterpartyOf(transaction: Transaction, userId: string): string {
  const way = directionOf(transaction, userId);
  return way === "self" ? "" : way === "in" ? transaction.from_user : transaction.to_user;
}

/** The sender's note, where the metadata has one. */
export function noteOf(transaction: Transaction): string {
  const note = transaction.metadata.note;
  return typeof note === "string" ? note : "";
}

/** What happened, in one sentence. */
export function describeTransaction(transaction: Transaction): string {
  const amount = formatCoins(transaction.amount);
  const { from_user: from, to_user: to } = transaction;
  switch (transaction.transaction_type) {
    case "send":
      return `${from} sends ${amount} to ${to}`;
    case "mint":
      return `${amount} are minted for ${to}`;
    case "burn":
      return `${amount} of ${from} are burned`;
    case "stake":
      return `${from} stakes ${amount}`;
    case "unstake":
      return `${from} unstakes ${amount}`;
    case "release":
      return transaction.status === "pending"
        ? `${amount} of ${to} are cooling down`
        : `${amount} of ${to} have cooled down`;
    case "forecast_stake":
      return `${from} stakes ${amount} on a forecast`;
    case "forecast_settlement":
      return from === to
        ? `A forecast of ${to} is settled with ${amount}`
        : `A forecast is settled: ${amount} from ${from} to ${to}`;
    case "reversal":
      return `${amount} go back from ${from} to ${to}`;
  }
}

/** A receipt as plain text, to be kept or sent on. */
export function receiptText(
  { transaction, proof }: Pick<Receipt, "transaction" | "proof">,
): string {
  return [
    "TB Coin receipt",
    `Transaction ${transaction.transaction_id}`,
    `${describeTransaction(transaction)}, fee ${formatCoins(transaction.fee)}`,
    `Status ${transaction.status}`,
    `Made ${transaction.timestamp}`,
    ...(transaction.finished_at === null ? [] : [`Finished ${transaction.finished_at}`]),
    ...(proof === null ? [] : [
      `Link ${proof.position} of the hash chain, ${proof.hash}`,
      `Head ${proof.head.position}, ${proof.head.hash}`,
    ]),
  ].join("\n");
}
