import { z } from "zod";
import { amountBound, amountInput } from "../coins/amount.ts";
import {
  dryRun,
  dryRunSchema,
  transactionSchema,
  transactionStatus,
  transactionType,
} from "../coins/schema.ts";
import { userId } from "../auth/user_id.ts";
import { metadataInput } from "./metadata.ts";

export const createInput = z.object({
  from_user: userId,
  to_user: userId,
  amount: amountInput,
  /** `mint` is from `system` and `burn` to `burned`, both for administrators; stakes are to oneself. */
  transaction_type: z.enum(["send", "mint", "burn", "stake", "unstake"]).default("send"),
  metadata: metadataInput,
  dry_run: dryRun,
});
export const createOutput = z.union([transactionSchema, dryRunSchema]);

export const quickSendInput = z.object({
  from_user: userId,
  to_user: userId,
  amount: amountInput,
  metadata: metadataInput,
  dry_run: dryRun,
});
export const quickSendOutput = z.union([
  z.object({ success: z.boolean(), message: z.string(), transaction: transactionSchema }),
  dryRunSchema,
]);
export type QuickSendAnswer = z.infer<typeof quickSendOutput>;

/** Any text: one that is no id of a transaction is not found. */
export const transactionInput = z.object({ transaction_id: z.string().max(100) });
export const reverseInput = transactionInput.extend({
  /** Why, for the record; kept with the reversal. */
  reason: z.string().trim().min(1).max(500),
});

const time = z.iso.datetime({ offset: true, error: "must look like 2026-11-21T12:00:00Z" });

export const historyInput = z.object({
  user_id: userId,
  limit: z.number().int().min(1).max(500).default(50),
  /** `transaction_id` of the last one on the page before. */
  cursor: z.uuid({ error: "must be the id of a transaction" }).optional(),
  type: transactionType.optional(),
  status: transactionStatus.optional(),
  /** `in`: to the person; `out`: from the person. */
  direction: z.enum(["in", "out"]).optional(),
  counterparty: userId.optional(),
  /** Both ends are included. */
  from: time.optional(),
  to: time.optional(),
  min: amountBound.optional(),
  max: amountBound.optional(),
});

/** The newest first; fewer than `limit`: there are no more. */
export const transactionList = z.array(transactionSchema);

export const pendingInput = z.object({
  limit: z.number().int().min(1).max(500).default(100),
  cursor: z.uuid({ error: "must be the id of a transaction" }).optional(),
});

export const statsOutput = z.object({
  total_transactions: z.number(),
  /** Being processed among them. */
  pending: z.number(),
  completed: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  /** Amounts and fees of completed transactions of all types. */
  total_volume: z.string(),
  total_fees: z.string(),
});
export type TransactionStats = z.infer<typeof statsOutput>;

const receiptEntry = z.object({
  owner: z.string(),
  /** Which account of the owner. */
  account: z.string(),
  /** The number by which the chain names the account. */
  account_number: z.string(),
  entry_number: z.string(),
  amount: z.string(),
  /** Null in the account of someone else: their balance is theirs. */
  balance_before: z.string().nullable(),
  balance_after: z.string().nullable(),
  /** When it happened, and when it was written down. */
  event_at: z.string(),
  created_at: z.string(),
});
const chainStep = z.object({
  position: z.number(),
  previous: z.string(),
  back: z.string(),
  leaf: z.string(),
});
export const receiptOutput = z.object({
  transaction: transactionSchema,
  /** They sum to zero. */
  entries: z.array(receiptEntry),
  /** Its place in the hash chain; null until the chainer has come by, and for what moved nothing. */
  proof: z.object({
    position: z.number(),
    /** What was chained, word for word. */
    text: z.string(),
    previous_hash: z.string(),
    hash: z.string(),
    /** The newest link, by which all before it are fixed. */
    head: z.object({ position: z.number(), hash: z.string() }),
    /** From the newest link down to this one. */
    path: z.array(chainStep),
  }).nullable(),
});
export type Receipt = z.infer<typeof receiptOutput>;
