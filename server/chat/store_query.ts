import { Decimal } from "decimal.js";
import { type QueryRecord, recordRefusedQuery, storeExchange } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { factViews, type WordedAnswer } from "./answer_view.ts";
import { notYours, type Query } from "./query.ts";
import type { CheckedQuestion } from "./check_question.ts";
import type { ChatContext } from "./context/chat_context.ts";
import { costUsd } from "./model/cost.ts";
import { hashQuestion } from "./question_hash.ts";

const TITLE_LENGTH = 80;

/** Records a refusal. Of a question off the subject no text is kept: nobody has looked what is in it. */
export async function storeRefusal(
  ctx: RequestContext,
  query: Query,
  refusal: {
    readonly checked: CheckedQuestion;
    readonly reason: "pii_detected" | "invalid_topic";
  },
): Promise<void> {
  const { checked, reason } = refusal;
  const sanitized = reason === "pii_detected" && checked.topic.valid ? checked.sanitized : null;
  const kept = { questionSanitized: sanitized, rejectionReason: reason, answerUsd: "0" };
  await recordRefusedQuery(ctx.app.db, await recordOf(ctx, query, checked, kept));
}

/** Stores an answer with the facts it had, and the record of its question. */
export async function storeAnswer(
  ctx: RequestContext,
  query: Query,
  answered: {
    readonly checked: CheckedQuestion;
    readonly context: ChatContext;
    readonly worded: WordedAnswer;
  },
): Promise<void> {
  const { checked, context, worded } = answered;
  const record = await recordOf(ctx, query, checked, {
    questionSanitized: checked.sanitized,
    rejectionReason: null,
    answerUsd: worded.costUsd,
  });
  const id = await storeExchange(ctx.app.db, record, {
    question: checked.sanitized,
    title: checked.sanitized.slice(0, TITLE_LENGTH),
    answer: worded.answer,
    status: worded.status,
    contextUsed: {
      facts: factViews(context.facts),
      charts: context.charts,
      coins: context.coins,
    },
    followUps: context.followUps,
    answeredBy: worded.answeredBy,
    tokensInput: worded.tokensInput,
    tokensOutput: worded.tokensOutput,
    costUsd: worded.costUsd,
    firstTokenMs: worded.firstTokenMs,
    responseTimeMs: Math.max(0, ctx.app.now() - query.startedAtMs),
  });
  if (id === null) throw notYours(query.sessionId);
}

async function recordOf(
  ctx: RequestContext,
  query: Query,
  checked: CheckedQuestion,
  kept: Pick<QueryRecord, "questionSanitized" | "rejectionReason"> & { readonly answerUsd: string },
): Promise<QueryRecord> {
  const { answerUsd, ...rest } = kept;
  const client = ctx.app.chatModel;
  const checkUsd = client === null ? "0" : costUsd(client, query.checkTokens);
  return {
    ...rest,
    costUsd: new Decimal(answerUsd).plus(checkUsd).toFixed(),
    sessionId: query.sessionId,
    owner: query.owner,
    questionHash: await hashQuestion(ctx.app.secrets.hashKey, query.question),
    piiTypes: [...new Set(checked.findings.map(({ type }) => type))],
    topicResult: `${checked.topic.valid ? "valid" : "invalid"}_${checked.topic.rule}`,
    steps: query.steps,
    ipAddress: ctx.client.address || null,
    userAgent: ctx.client.userAgent.slice(0, 256) || null,
    requestId: ctx.requestId,
    nowMs: ctx.app.now(),
  };
}
