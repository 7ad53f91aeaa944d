import { transactionSchema } from "../coins/schema.ts";
import {
  adminProcedure,
  keyProcedure,
  ownerProcedure,
  partyProcedure,
  router,
  senderProcedure,
} from "../trpc.ts";
import { viewTransaction } from "../coins/views.ts";
import { cancelTransaction } from "./cancel_transaction.ts";
import { createTransaction } from "./create_transaction.ts";
import { executeTransaction } from "./execute_transaction.ts";
import { findForParty } from "./find_for_party.ts";
import { quickSend } from "./quick_send.ts";
import { readOpen } from "./read_open.ts";
import { readPersonHistory } from "./read_person_history.ts";
import { readReceipt } from "./read_receipt.ts";
import { readStats } from "./read_stats.ts";
import { reverseTransaction } from "./reverse_transaction.ts";
import {
  createInput,
  createOutput,
  historyInput,
  pendingInput,
  quickSendInput,
  quickSendOutput,
  receiptOutput,
  reverseInput,
  statsOutput,
  transactionInput,
  transactionList,
} from "./schema.ts";

const ROOT = "/api/v1/transactions";

function rest<const Method extends "GET" | "POST", const Path extends string>(
  method: Method,
  path: Path,
  summary: string,
) {
  const whole = `${ROOT}${path}` as `/${string}`;
  return { openapi: { method, path: whole, tags: ["transactions"], summary } };
}

export const transactionsRouter = router({
  create: senderProcedure
    .meta(rest("POST", "", "Write a transaction down, to be executed or cancelled later"))
    .input(createInput)
    .output(createOutput)
    .mutation(({ ctx, input }) => createTransaction(ctx, input)),

  quickSend: senderProcedure
    .meta(rest("POST", "/quick-send", "Send coins at once"))
    .input(quickSendInput)
    .output(quickSendOutput)
    .mutation(({ ctx, input }) => quickSend(ctx, input)),

  execute: partyProcedure
    .meta(rest("POST", "/{transaction_id}/execute", "Move the coins of a pending transaction"))
    .input(transactionInput)
    .output(transactionSchema)
    .mutation(({ ctx, input }) => executeTransaction(ctx, input)),

  cancel: partyProcedure
    .meta(rest("POST", "/{transaction_id}/cancel", "Cancel a pending transaction"))
    .input(transactionInput)
    .output(transactionSchema)
    .mutation(({ ctx, input }) => cancelTransaction(ctx, input)),

  get: partyProcedure
    .meta(rest("GET", "/{transaction_id}", "One transaction"))
    .input(transactionInput)
    .output(transactionSchema)
    .query(async ({ ctx, input }) =>
      viewTransaction(await findForParty(ctx, input.transaction_id))
    ),

  history: ownerProcedure
    .meta(rest("GET", "/user/{user_id}", "Transactions of a person, the newest first"))
    .input(historyInput)
    .output(transactionList)
    .query(({ ctx, input }) => readPersonHistory(ctx.app, input)),

  pending: adminProcedure
    .meta(rest("GET", "/pending/all", "Transactions that are not finished"))
    .input(pendingInput)
    .output(transactionList)
    .query(({ ctx, input }) => readOpen(ctx.app, input)),

  stats: keyProcedure
    .meta(rest("GET", "/stats/summary", "Counts and sums over all transactions"))
    .output(statsOutput)
    .query(({ ctx }) => readStats(ctx.app)),

  reverse: adminProcedure
    .meta(rest("POST", "/{transaction_id}/reverse", "Take a completed transaction back"))
    .input(reverseInput)
    .output(transactionSchema)
    .mutation(({ ctx, input }) => reverseTransaction(ctx, input)),

  receipt: partyProcedure
    .meta(rest("GET", "/{transaction_id}/receipt", "What moved, and its place in the chain"))
    .input(transactionInput)
    .output(receiptOutput)
    .query(({ ctx, input }) => readReceipt(ctx, input)),
});
