import type { RequestContext } from "../context.ts";
import { answerFromFacts } from "./analyst/answer_from_facts.ts";
import type { WordedAnswer } from "./answer_view.ts";
import type { Query } from "./query.ts";
import { isBudgetSpent } from "./chat_budget.ts";
import { plainAnswer } from "./check/number_gate.ts";
import type { ChatContext } from "./context/chat_context.ts";
import { costUsd } from "./model/cost.ts";
import type { ModelClient } from "./model/model_client.ts";
import { createLeakGuard } from "./model/leak_guard.ts";
import { composePrompt, INSTRUCTIONS } from "./model/prompt.ts";
import { type ModelEnd, streamModel } from "./model/stream_model.ts";

/** The end of an answer's words; `note` is added to them, past the check of numbers. */
export type WordsEnd = Omit<WordedAnswer, "answer" | "firstTokenMs" | "cited"> & {
  readonly note: string;
  /** Requests to the host of the language model, retries included. */
  readonly attempts: number;
};

const FREE = { tokensInput: 0, tokensOutput: 0, costUsd: "0", attempts: 0 } as const;

/** Words an answer: by the language model where there is one and its budget lasts, else by ourselves. */
export async function* wordAnswer(
  ctx: RequestContext,
  query: Query,
  context: ChatContext,
  signal: AbortSignal,
): AsyncGenerator<string, WordsEnd> {
  const client = ctx.app.chatModel;
  if (client === null) return yield* wordOurselves(query, context, "");
  if (await isBudgetSpent(ctx.app, query)) {
    const note =
      "\n\n*The language model's budget for today is spent; the built-in analyst answered.*";
    return yield* wordOurselves(query, context, note);
  }
  const end = yield* wordByModel(client, query, context, signal);
  // Nothing was shown yet: the reader gets an answer all the same.
  if (end.status === "failed" && !end.hasText) {
    const note = `\n\n*The built-in analyst answered: ${end.reason}.*`;
    const own = yield* wordOurselves(query, context, note);
    return { ...own, ...costs(client, end) };
  }
  const note = end.status === "failed" ? `\n\n*The answer ends here: ${end.reason}.*` : "";
  return { status: end.status, answeredBy: client.name, note, ...costs(client, end) };
}

async function* wordOurselves(
  query: Query,
  context: ChatContext,
  note: string,
): AsyncGenerator<string, WordsEnd> {
  yield answerFromFacts(context, query.question);
  return { status: "completed", answeredBy: "built-in", note, ...FREE };
}

async function* wordByModel(
  client: ModelClient,
  query: Query,
  context: ChatContext,
  signal: AbortSignal,
): AsyncGenerator<string, ModelEnd & { readonly hasText: boolean }> {
  const canary = `q${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  // An answer that was stopped before its first word would be an empty message, which hosts refuse.
  const history = query.previous.filter(({ answer }) => answer !== "").map((
    { question, answer },
  ) => ({
    question,
    answer: plainAnswer(answer),
  }));
  const prompt = composePrompt({ question: query.question, facts: context.facts, history, canary });
  const leaving = new AbortController();
  const stream = streamModel(client, prompt, AbortSignal.any([signal, leaving.signal]));
  const guard = createLeakGuard(INSTRUCTIONS, canary);
  let hasText = false;
  try {
    for (;;) {
      const next = await stream.next();
      const ready = next.done ? guard.end() : guard.push(next.value);
      if (ready === null) return { ...await leave(next, stream, leaving), hasText };
      if (ready !== "") {
        hasText = true;
        yield ready;
      }
      if (next.done) return { ...next.value, hasText };
    }
  } finally {
    leaving.abort();
  }
}

/** Ends a stream that repeats the instructions; what it has cost counts. */
async function leave(
  last: IteratorResult<string, ModelEnd>,
  stream: AsyncGenerator<string, ModelEnd>,
  leaving: AbortController,
): Promise<ModelEnd> {
  leaving.abort();
  let end = last;
  while (!end.done) end = await stream.next();
  const reason = "the language model began to repeat its instructions";
  return { ...end.value, status: "failed", reason };
}

function costs(client: ModelClient, end: ModelEnd) {
  const { tokensInput, tokensOutput, attempts } = end;
  return { tokensInput, tokensOutput, attempts, costUsd: costUsd(client, end) };
}
