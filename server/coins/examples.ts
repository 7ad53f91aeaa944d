import type { OperationExample, OperationExamples } from "../openapi_example.ts";

/** A completed transfer of 25 TBC from alice to bob. */
export const EXAMPLE_TRANSACTION = {
  transaction_id: "0193549a-7c1e-7a3f-8f1a-5d2b6c9e0f11",
  from_user: "alice",
  to_user: "bob",
  amount: "25",
  transaction_type: "send",
  status: "completed",
  fee: "0.125",
  timestamp: "2026-11-21T12:00:00.000Z",
  metadata: {},
  finished_at: "2026-11-21T12:00:00.000Z",
  failure: null,
  reverses: null,
  reversed_by: null,
  not_before: null,
};

const BALANCE = {
  user_id: "alice",
  balance: "74.875",
  staked_balance: "25",
  cooling_balance: "0",
  forecast_stakes: "0",
  last_updated: "2026-11-21T12:00:00.000Z",
};

function move(
  type: "mint" | "burn" | "stake" | "unstake",
  [from, to]: readonly [string, string],
  errors: OperationExample["errors"] = [],
): OperationExample {
  const transaction = {
    ...EXAMPLE_TRANSACTION,
    transaction_type: type,
    from_user: from,
    to_user: to,
    fee: "0",
  };
  return {
    input: { user_id: "alice", amount: "25", dry_run: false },
    output: { success: true, message: "Done.", balance: BALANCE, transaction },
    errors: ["USER_NOT_FOUND", "IDEMPOTENCY_CONFLICT", ...errors],
  };
}

export const coinExamples: OperationExamples = {
  "coins.balance": {
    input: { user_id: "alice" },
    output: BALANCE,
    errors: ["USER_NOT_FOUND"],
  },
  "coins.mint": move("mint", ["system", "alice"], ["INSUFFICIENT_FUNDS"]),
  "coins.burn": move("burn", ["alice", "burned"], ["INSUFFICIENT_FUNDS"]),
  "coins.stake": move("stake", ["alice", "alice"], ["INSUFFICIENT_FUNDS"]),
  "coins.unstake": move("unstake", ["alice", "alice"], ["INSUFFICIENT_STAKE"]),
  "coins.balances": { output: { system: "999900.125", burned: "0", alice: "74.875" } },
};
