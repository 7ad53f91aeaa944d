import type { RequestContext } from "../context.ts";
import { type CheckedQuestion, checkQuestion } from "./check_question.ts";
import { createNumberGate, type NumberGate } from "./check/number_gate.ts";
import type { ChatContext } from "./context/chat_context.ts";
import { gatherContext } from "./context/gather_context.ts";
import { refusePersonalData, refuseTopic } from "./refusals.ts";
import { openQuery, type Query } from "./query.ts";
import type { AskEvent, AskInput } from "./schema.ts";
import { factViews, metadataOf, type WordedAnswer } from "./answer_view.ts";
import { storeAnswer, storeRefusal } from "./store_query.ts";
import { arbitrateTopic } from "./model/arbitrate_topic.ts";
import { isBudgetSpent } from "./chat_budget.ts";
import { tellAnswer } from "./tell_answer.ts";
import { traceStep } from "./trace_step.ts";

/**
 * Answers a question as a stream: topic, personal data, context, model, check, store. A refused
 * question costs nothing and leaves none of its text behind.
 *
 * @throws {AppError} FORBIDDEN where the conversation is someone else's
 */
export async function* askQuestion(
  ctx: RequestContext,
  input: AskInput,
  signal: AbortSignal,
): AsyncGenerator<AskEvent> {
  const query = await openQuery(ctx, input);
  yield { type: "started", session_id: query.sessionId };

  yield { type: "step", step: "topic" };
  const checked = await traceStep(query, "topic", () => judge(ctx, query, signal));
  yield { type: "step", step: "personal_data" };
  if (checked.findings.length > 0 || !checked.topic.valid) {
    yield await refuse(ctx, query, checked);
    return;
  }

  yield { type: "step", step: "context" };
  const context = await traceStep(query, "context", () => gatherContext(ctx, query));
  yield { type: "facts", facts: factViews(context.facts), charts: [...context.charts] };

  yield { type: "step", step: "model" };
  const gate = createNumberGate(context.facts, query.question);
  const told = tellAnswer(ctx, query, context, gate, signal);
  let worded: WordedAnswer | null = null;
  const store = async () => {
    worded = await told.end();
    const answered = { checked, context, worded };
    await traceStep(query, "store", () => storeAnswer(ctx, query, answered));
    return worded;
  };
  try {
    for await (const text of told.pieces()) yield { type: "delta", text };
    yield { type: "step", step: "store" };
    yield doneEvent(ctx, query, context, gate, await store());
  } finally {
    // Who leaves ends this at a `yield`: what was answered until then, and its cost, is kept too.
    if (worded === null) await store();
  }
}

function doneEvent(
  ctx: RequestContext,
  query: Query,
  context: ChatContext,
  gate: NumberGate,
  worded: WordedAnswer,
): AskEvent {
  return {
    type: "done",
    status: worded.status,
    answer: worded.answer,
    follow_ups: [...context.followUps],
    metadata: metadataOf(context, worded, ctx.app.now() - query.startedAtMs, gate.struck),
  };
}

/** The local checks; where they are unsure of the subject, the language model may decide. */
async function judge(
  ctx: RequestContext,
  query: Query,
  signal: AbortSignal,
): Promise<CheckedQuestion> {
  const checked = checkQuestion(query.question, query.previous.length > 0);
  const client = ctx.app.chatModel;
  if (client === null || !checked.topic.doubtful || checked.findings.length > 0) return checked;
  if (await isBudgetSpent(ctx.app, query)) return checked;
  const verdict = await arbitrateTopic(client, query.question, signal);
  if (verdict === null) return checked;
  query.checkTokens.tokensInput += verdict.tokensInput;
  query.checkTokens.tokensOutput += verdict.tokensOutput;
  return { ...checked, topic: { ...checked.topic, valid: verdict.onTopic, rule: "model" } };
}

async function refuse(
  ctx: RequestContext,
  query: Query,
  checked: CheckedQuestion,
): Promise<AskEvent> {
  const types = [...new Set(checked.findings.map(({ type }) => type))];
  const reason = types.length > 0 ? "pii_detected" : "invalid_topic";
  await storeRefusal(ctx, query, { checked, reason });
  const message = types.length > 0 ? refusePersonalData(types) : refuseTopic();
  return { type: "rejected", reason, message, pii_types: types };
}
