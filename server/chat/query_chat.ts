import { readExchanges } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { askQuestion } from "./ask_question.ts";
import { plainAnswer } from "./check/number_gate.ts";
import {
  type AnswerMetadata,
  type AskEvent,
  type AskInput,
  HISTORY_PAIRS,
  type QueryAnswer,
} from "./schema.ts";

const NOTHING: AnswerMetadata = {
  tokens_input: 0,
  tokens_output: 0,
  cost_usd: 0,
  response_time_ms: 0,
  sources: [],
  answered_by: "built-in",
  as_of: null,
  struck_numbers: [],
  simulated: false,
};

/** Answers a question in one piece: the stream of {@link askQuestion}, waited for. */
export async function queryChat(
  ctx: RequestContext,
  input: AskInput,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  const startedAtMs = ctx.app.now();
  let sessionId = "";
  let last: AskEvent | undefined;
  for await (const event of askQuestion(ctx, input, signal)) {
    if (event.type === "started") sessionId = event.session_id;
    last = event;
  }
  const common = { session_id: sessionId, timestamp: new Date(ctx.app.now()).toISOString() };
  if (last?.type === "rejected") {
    return {
      ...common,
      success: false,
      answer: last.message,
      history: await readPairs(ctx, sessionId),
      metadata: { ...NOTHING, response_time_ms: Math.max(0, ctx.app.now() - startedAtMs) },
      rejected: true,
      rejection_reason: last.reason,
      pii_types: last.pii_types,
    };
  }
  const done = last as Extract<AskEvent, { type: "done" }>;
  return {
    ...common,
    success: done.status === "completed",
    answer: `${plainAnswer(done.answer)}\n\n${closingLine(done.metadata)}`,
    history: await readPairs(ctx, sessionId),
    metadata: done.metadata,
  };
}

/** What the page shows below each answer, for who reads text alone. */
function closingLine({ sources, as_of: asOf, simulated }: AnswerMetadata): string {
  return [
    simulated ? "Simulated data." : "",
    sources.length > 0 ? `Sources: ${sources.map(({ title }) => title).join(", ")}.` : "",
    asOf === null ? "" : `As of ${asOf.slice(0, 16).replace("T", " ")} UTC.`,
    "Not advice.",
  ].filter(Boolean).join(" ");
}

async function readPairs(ctx: RequestContext, sessionId: string): Promise<QueryAnswer["history"]> {
  const exchanges = await readExchanges(ctx.app.db, { sessionId, limit: HISTORY_PAIRS });
  return exchanges.map(({ question, answer, createdAtMs }) => ({
    question,
    answer: plainAnswer(answer),
    timestamp: new Date(createdAtMs).toISOString(),
  }));
}
