import { Decimal } from "decimal.js";
import { readChatSpend, readSetting } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { answerFromFacts } from "./analyst/answer_from_facts.ts";
import type { WordedAnswer } from "./answer_view.ts";
import type { Query } from "./query.ts";
import { plainAnswer } from "./check/number_gate.ts";
import type { ChatContext } from "./context/chat_context.ts";
import { costUsd } from "./model/cost.ts";
import type { ModelClient } from "./model/model_client.ts";
import { composePrompt } from "./model/prompt.ts";
import { type ModelEnd, streamModel } from "./model/stream_model.ts";

/** The end of an answer's words; `note` is added to them, past the check of numbers. */
export type WordsEnd = Omit<WordedAnswer, "answer" | "firstTokenMs" | "cited"> & {
  readonly note: string;
};

const FREE = { tokensInput: 0, tokensOutput: 0, costUsd: "0" } as const;
const DAY_MS = 86_400_000;
/** USD a day for the language model where an administrator has not set another. */
const DEFAULT_BUDGET = { totalUsd: "5", personUsd: "0.5" };

/** Words an answer: by the language model where there is one and its budget lasts, else by ourselves. */
export async function* wordAnswer(
  ctx: RequestContext,
  query: Query,
  context: ChatContext,
  signal: AbortSignal,
): AsyncGenerator<string, WordsEnd> {
  const client = ctx.app.chatModel;
  if (client === null) return yield* wordOurselves(query, context, "");
  if (await isBudgetSpent(ctx, query)) {
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
  const history = query.previous.map(({ question, answer }) => ({
    question,
    answer: plainAnswer(answer),
  }));
  const prompt = composePrompt({ question: query.question, facts: context.facts, history, canary });
  const leaving = new AbortController();
  const stream = streamModel(client, prompt, AbortSignal.any([signal, leaving.signal]));
  let held = "";
  let hasText = false;
  try {
    for (;;) {
      const next = await stream.next();
      if (next.done) {
        if (held !== "") yield held;
        return { ...next.value, hasText: hasText || held !== "" };
      }
      held += next.value;
      if (leaks(held, canary)) {
        const reason = "the language model began to repeat its instructions";
        leaving.abort();
        const { value } = await stream.next();
        return { ...value as ModelEnd, status: "failed", reason, hasText };
      }
      // A marker in pieces must not slip through: as much as it is long is held back.
      const ready = held.slice(0, -HELD_BACK);
      if (ready === "") continue;
      held = held.slice(ready.length);
      hasText = true;
      yield ready;
    }
  } finally {
    leaving.abort();
  }
}

/** The marker's 17 letters, each parted from the next by one sign at most. */
const HELD_BACK = 40;

function leaks(text: string, canary: string): boolean {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "").includes(canary);
}

function costs(client: ModelClient, end: ModelEnd) {
  const { tokensInput, tokensOutput } = end;
  return { tokensInput, tokensOutput, costUsd: costUsd(client, end) };
}

async function isBudgetSpent(ctx: RequestContext, query: Query): Promise<boolean> {
  const { db } = ctx.app;
  const sinceMs = Math.floor(ctx.app.now() / DAY_MS) * DAY_MS;
  const [spend, setting] = await Promise.all([
    readChatSpend(db, { sinceMs, owner: query.owner }),
    readSetting<typeof DEFAULT_BUDGET>(db, "chat_budget"),
  ]);
  const budget = { ...DEFAULT_BUDGET, ...setting };
  return new Decimal(spend.totalUsd).gte(budget.totalUsd) ||
    new Decimal(spend.ownUsd).gte(budget.personUsd);
}
