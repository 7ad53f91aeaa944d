import { z } from "zod";
import {
  createTransaction,
  type Database,
  type LedgerTransaction,
  type Posted,
  type PostingContext,
  quickSend,
  readTransaction,
  refuseTransaction,
  retryConflicts,
  type Sql,
} from "../../db/mod.ts";
import { postToLedger } from "../coins/post_to_ledger.ts";
import { assertRules } from "../coins/transfer_rules.ts";
import { viewTransaction } from "../coins/views.ts";
import type { RequestContext } from "../context.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import { analyze } from "./analyze.ts";
import {
  type AnalyzeAnswer,
  analyzeOutput,
  type IntelligentTransferAnswer,
  type intelligentTransferInput,
} from "./schema.ts";

type TransferRequest = z.output<typeof intelligentTransferInput>;

/** What is kept with the transaction; asked again with the same key, it is given again. */
const keptSchema = analyzeOutput;
const RISK_TOO_HIGH = "RISK_TOO_HIGH";

/**
 * Analyses a transfer, and refuses it where its risk is high; else sends it, where `auto_execute` says
 * so, or leaves it pending. Refused or not, the transaction is recorded with its analysis.
 *
 * @throws {AppError} RISK_TOO_HIGH with the analysis and the failed transaction; what the ledger refuses
 */
export async function intelligentTransfer(
  ctx: RequestContext,
  input: TransferRequest,
): Promise<IntelligentTransferAnswer> {
  const { from_user: fromUser, to_user: toUser, amount } = input;
  const assertPossible = () => assertRules(ctx.app, { fromUser, toUser, amount, type: "send" });
  if (ctx.idempotencyKey === null) assertPossible();
  const analysed = await analyze(ctx, input);
  const posted = await postToLedger(
    ctx,
    { act: "mlActions.intelligentTransfer", input, owners: [fromUser], assertPossible },
    (db, posting) => record(db, posting, input, analysed),
  );
  const { transaction, replayed } = await firstOutcome(ctx.app.db, posted);
  // It goes with a person who is erased; the transaction stays.
  const kept = transaction.analysis === null ? analysed : keptSchema.parse(transaction.analysis);
  if (transaction.failureCode === RISK_TOO_HIGH) throw refusal(transaction, kept, replayed);
  return {
    success: true,
    executed: transaction.status === "completed",
    ...kept,
    transaction: viewTransaction(transaction),
  };
}

/** The one place of this module that writes to the ledger. */
async function record(
  db: Sql | Database,
  posting: PostingContext,
  input: TransferRequest,
  analysed: AnalyzeAnswer,
): Promise<Posted> {
  const transfer = {
    ...posting,
    fromUser: input.from_user,
    toUser: input.to_user,
    amount: input.amount,
    fee: analysed.analysis.fee,
    analysis: { ...analysed },
  };
  if (analysed.analysis.would_refuse) {
    const refuse = (tx: Sql) => recordRefused(tx, transfer, analysed);
    return "transaction" in db
      ? await retryConflicts(() => db.transaction(refuse))
      : await refuse(db);
  }
  return input.auto_execute
    ? await quickSend(db, transfer)
    : await createTransaction(db, { ...transfer, type: "send" });
}

type Recorded = Parameters<typeof quickSend>[1];

/**
 * Made and failed in one transaction of the database, under the key of the request: nobody sees it pending,
 * and a replay finds what the first request came to. What would fail anyway is not recorded.
 */
async function recordRefused(
  tx: Sql,
  transfer: Recorded,
  { analysis }: AnalyzeAnswer,
): Promise<Posted> {
  const posted = await createTransaction(tx, { ...transfer, type: "send" });
  if (posted.replayed) return posted;
  const [problem] = analysis.problems;
  if (problem !== undefined) throw new AppError(problem.code as ErrorCode, problem.message);
  const transaction = await refuseTransaction(tx, {
    transactionId: posted.transaction.id,
    code: RISK_TOO_HIGH,
    reason: `The risk is ${
      analysis.risk_score.toFixed(2)
    }, and from ${analysis.thresholds.high} on it is refused.`,
    nowMs: transfer.nowMs,
  });
  return { ...posted, transaction };
}

/** The answer that is kept with a key is that of the moment before the refusal. */
async function firstOutcome(db: Sql, posted: Posted): Promise<Posted> {
  if (!posted.replayed) return posted;
  const now = await readTransaction(db, posted.transaction.id);
  return now?.failureCode === RISK_TOO_HIGH ? { ...posted, transaction: now } : posted;
}

function refusal(
  transaction: LedgerTransaction,
  kept: AnalyzeAnswer,
  replayed: boolean,
): AppError {
  return new AppError(
    RISK_TOO_HIGH,
    `The transfer is refused: ${transaction.failureReason ?? ""} No coin has moved.`,
    {
      details: { ...kept, transaction: viewTransaction(transaction) },
      ...(replayed && { headers: { "idempotent-replayed": "true" } }),
    },
  );
}
