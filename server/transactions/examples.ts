import { EXAMPLE_TRANSACTION } from "../coins/examples.ts";
import type { OperationExamples } from "../openapi_example.ts";

const { transaction_id } = EXAMPLE_TRANSACTION;
const ONE = { transaction_id };
const PENDING = { ...EXAMPLE_TRANSACTION, status: "pending", finished_at: null };
const CANCELLED = { ...EXAMPLE_TRANSACTION, status: "cancelled" };
const REVERSAL = {
  ...EXAMPLE_TRANSACTION,
  transaction_id: "0193549b-1f00-7c11-9a2b-3c4d5e6f7081",
  from_user: "bob",
  to_user: "alice",
  transaction_type: "reversal",
  fee: "0",
  metadata: { reason: "Sent to the wrong person", fee_returned: "0.125" },
  reverses: transaction_id,
};

const SEND = {
  from_user: "alice",
  to_user: "bob",
  amount: "25",
  metadata: { note: "Thank you" },
  dry_run: false,
};

const HASH = "9f2c".repeat(16);

export const transactionExamples: OperationExamples = {
  "transactions.create": {
    input: { ...SEND, transaction_type: "send" },
    output: PENDING,
    errors: ["USER_NOT_FOUND", "IDEMPOTENCY_CONFLICT", "SELF_TRANSFER"],
  },
  "transactions.quickSend": {
    input: SEND,
    output: { success: true, message: "25 TBC sent to bob.", transaction: EXAMPLE_TRANSACTION },
    errors: ["USER_NOT_FOUND", "IDEMPOTENCY_CONFLICT", "INSUFFICIENT_FUNDS", "SELF_TRANSFER"],
  },
  "transactions.execute": {
    input: ONE,
    output: EXAMPLE_TRANSACTION,
    errors: [
      "NOT_FOUND",
      "IDEMPOTENCY_CONFLICT",
      "INVALID_STATE",
      "INSUFFICIENT_FUNDS",
      "INSUFFICIENT_STAKE",
    ],
  },
  "transactions.cancel": {
    input: ONE,
    output: CANCELLED,
    errors: ["NOT_FOUND", "IDEMPOTENCY_CONFLICT", "INVALID_STATE"],
  },
  "transactions.get": { input: ONE, output: EXAMPLE_TRANSACTION, errors: ["NOT_FOUND"] },
  "transactions.history": {
    input: {
      user_id: "alice",
      limit: 50,
      cursor: transaction_id,
      type: "send",
      status: "completed",
      direction: "out",
      counterparty: "bob",
      from: "2026-11-01T00:00:00Z",
      to: "2026-11-21T12:00:00Z",
      min: "1",
      max: "100",
    },
    output: [EXAMPLE_TRANSACTION],
  },
  "transactions.pending": { input: { limit: 100, cursor: transaction_id }, output: [PENDING] },
  "transactions.stats": {
    output: {
      total_transactions: 12,
      pending: 1,
      completed: 10,
      failed: 0,
      cancelled: 1,
      total_volume: "1250.5",
      total_fees: "6.25",
    },
  },
  "transactions.reverse": {
    input: { transaction_id, reason: "Sent to the wrong person" },
    output: REVERSAL,
    errors: ["NOT_FOUND", "IDEMPOTENCY_CONFLICT", "INVALID_STATE", "INSUFFICIENT_FUNDS"],
  },
  "transactions.receipt": {
    input: ONE,
    output: {
      transaction: EXAMPLE_TRANSACTION,
      entries: [{
        owner: "alice",
        account: "available",
        account_number: "67",
        entry_number: "201",
        amount: "-25.125",
        balance_before: "100",
        balance_after: "74.875",
        event_at: "2026-11-21T12:00:00.000Z",
        created_at: "2026-11-21T12:00:00.004Z",
      }],
      proof: {
        position: 42,
        text: `transaction ${transaction_id} send\n…`,
        previous_hash: HASH,
        hash: HASH,
        head: { position: 42, hash: HASH },
        path: [],
      },
    },
    errors: ["NOT_FOUND"],
  },
};
