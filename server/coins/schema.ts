import { z } from "zod";
import { userId } from "../auth/user_id.ts";
import { amountInput } from "./amount.ts";

/** True: nothing moves; the answer says what would happen. */
export const dryRun = z.boolean().default(false);

export const transactionType = z.enum([
  "send",
  "mint",
  "burn",
  "stake",
  "unstake",
  "release",
  "forecast_stake",
  "forecast_settlement",
  "reversal",
]);
export const transactionStatus = z.enum([
  "pending",
  "processing",
  "completed",
  "failed",
  "cancelled",
]);

/** Amounts are decimal texts. */
export const transactionSchema = z.object({
  transaction_id: z.string(),
  from_user: z.string(),
  to_user: z.string(),
  amount: z.string(),
  transaction_type: transactionType,
  status: transactionStatus,
  /** Paid by the sender on top of the amount; fixed when the transaction was made. */
  fee: z.string(),
  /** When it was made. */
  timestamp: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  /** When it was completed, failed or was cancelled; null before. */
  finished_at: z.string().nullable(),
  /** Why it failed. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Of a reversal: the transaction that it takes back. */
  reverses: z.string().nullable(),
  /** The reversal that took it back. */
  reversed_by: z.string().nullable(),
  /** Of a release: when the cool-down is over. */
  not_before: z.string().nullable(),
});
export type Transaction = z.infer<typeof transactionSchema>;

export const balanceSchema = z.object({
  user_id: z.string(),
  /** What can be spent. */
  balance: z.string(),
  staked_balance: z.string(),
  /** Unstaked and waiting for the end of the cool-down. */
  cooling_balance: z.string(),
  /** Staked on forecasts that are not settled. */
  forecast_stakes: z.string(),
  /** When any of them changed last; null for a person who never had a coin. */
  last_updated: z.string().nullable(),
});
export type Balance = z.infer<typeof balanceSchema>;

/** One thing that would make it fail. */
const problem = z.object({ code: z.string(), message: z.string() });

/** What would happen, asked with `dry_run`. */
export const dryRunSchema = z.object({
  dry_run: z.literal(true),
  would_succeed: z.boolean(),
  fee: z.string(),
  /** Amount and fee: what leaves the account. */
  total: z.string(),
  /** What could be spent afterwards by whoever pays; null where it would not succeed. */
  balance_after: z.string().nullable(),
  problems: z.array(problem),
});
export type DryRun = z.infer<typeof dryRunSchema>;

export const balanceInput = z.object({ user_id: userId });

export const moveInput = z.object({ user_id: userId, amount: amountInput, dry_run: dryRun });
export const moveOutput = z.union([
  z.object({
    success: z.boolean(),
    message: z.string(),
    balance: balanceSchema,
    transaction: transactionSchema,
  }),
  dryRunSchema,
]);
export type MoveAnswer = z.infer<typeof moveOutput>;

/** How long unstaked coins cool down; 0: they are available at once. */
const coolDownHours = z.number().min(0).max(8_760);
export const coolDownInput = z.object({ hours: coolDownHours });
export const coolDownOutput = z.object({ cool_down_hours: z.number() });

/** What can be spent, by user id; `system` and `burned` are among them. */
export const balancesOutput = z.record(z.string(), z.string());

export const summaryOutput = z.object({
  initial_supply: z.string(),
  /** Held by `system`: what was not minted, and the fees. */
  system: z.string(),
  fees: z.string(),
  available: z.string(),
  staked: z.string(),
  cooling: z.string(),
  forecast_stakes: z.string(),
  burned: z.string(),
  /** Of all of these; `fees` is part of `system`. */
  total: z.string(),
  /** Whether the total is the initial supply. */
  holds: z.boolean(),
  people: z.number(),
  fee_percent: z.string(),
  minimum: z.string(),
  maximum: z.string(),
  cool_down_hours: z.number(),
  /** The newest scheduled check of the whole ledger; null before the first. */
  reconciliation: z.object({
    at: z.string(),
    ok: z.boolean(),
    checked: z.number(),
    first_wrong: z.string().nullable(),
  }).nullable(),
  /** The newest link of the hash chain, by which all before it are fixed; null before the first. */
  chain_head: z.object({ position: z.number(), hash: z.string() }).nullable(),
});
export type CoinSummary = z.infer<typeof summaryOutput>;
