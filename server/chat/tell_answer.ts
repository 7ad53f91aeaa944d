import type { RequestContext } from "../context.ts";
import type { WordedAnswer } from "./answer_view.ts";
import type { NumberGate } from "./check/number_gate.ts";
import type { ChatContext } from "./context/chat_context.ts";
import type { Query } from "./query.ts";
import { beginStep } from "./trace_step.ts";
import { wordAnswer, type WordsEnd } from "./word_answer.ts";

/** An answer under way. */
export interface ToldAnswer {
  /** What may be shown, piece by piece. */
  pieces(): AsyncGenerator<string>;
  /**
   * How it ended, and what it cost. Where the reader has left before the end, the request to the host
   * is ended first.
   */
  end(): Promise<WordedAnswer>;
}

/** Words an answer and passes it through the gate. */
export function tellAnswer(
  ctx: RequestContext,
  query: Query,
  context: ChatContext,
  gate: NumberGate,
  signal: AbortSignal,
): ToldAnswer {
  const leaving = new AbortController();
  const words = wordAnswer(ctx, query, context, AbortSignal.any([signal, leaving.signal]));
  const startedAt = performance.now();
  const traced = beginStep("model");
  let checkMs = 0;
  let answer = "";
  let firstTokenMs: number | null = null;
  let ended: WordsEnd | null = null;

  const check = (work: () => string): string => {
    const from = performance.now();
    const text = work();
    checkMs += performance.now() - from;
    return text;
  };
  function* shown(text: string): Generator<string> {
    if (text === "") return;
    firstTokenMs ??= Math.round(performance.now() - startedAt);
    answer += text;
    yield text;
  }
  return {
    async *pieces() {
      while (ended === null) {
        const next = await words.next();
        if (next.done) ended = next.value;
        yield* shown(check(() => next.done ? gate.end() : gate.push(next.value)));
        if (next.done) yield* shown(next.value.note);
      }
    },
    async end() {
      ended ??= { ...await drain(words, leaving), status: "stopped", note: "" };
      const modelMs = performance.now() - startedAt - checkMs;
      query.steps.push({ step: "model", ms: Math.round(modelMs), attempts: ended.attempts });
      query.steps.push({ step: "check", ms: Math.round(checkMs) });
      traced.end({
        "crypto_ai.attempts": ended.attempts,
        "crypto_ai.tokens_input": ended.tokensInput,
        "crypto_ai.tokens_output": ended.tokensOutput,
        "crypto_ai.check_ms": Math.round(checkMs),
      });
      return { ...ended, answer, firstTokenMs, cited: gate.cited };
    },
  };
}

/** Ends the request to the host, and takes what still comes, for its end says what it has cost. */
async function drain(
  words: AsyncGenerator<string, WordsEnd>,
  leaving: AbortController,
): Promise<WordsEnd> {
  leaving.abort();
  let next = await words.next();
  while (!next.done) next = await words.next();
  return next.value;
}
