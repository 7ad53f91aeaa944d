import { createData } from "../../lib/data.ts";
import { api } from "../../trpc.ts";

const REFRESH_MS = 15_000;

/** A transaction with its entries and their places in the hash chain. */
export function createReceipt(transactionId: () => string) {
  return createData(
    "receipt",
    () => ({ transaction_id: transactionId() }),
    (question, signal) => api.transactions.receipt.query(question, { signal }),
    { maxAgeMs: 0, refreshMs: REFRESH_MS },
  );
}
