import OpenAI from "openai";
import type { ModelClient } from "./model_client.ts";
import type { Prompt } from "./prompt.ts";

/** How a stream of the model ended, and what it cost. */
export interface ModelEnd {
  readonly status: "completed" | "stopped" | "failed";
  /** Why it failed, in words for the reader; null otherwise. */
  readonly reason: string | null;
  readonly tokensInput: number;
  readonly tokensOutput: number;
  /** Requests that went to the host, the SDK's retries included. */
  readonly attempts: number;
  /** True where the host did not say and the tokens were counted by length. */
  readonly estimated: boolean;
}

/** English text has about four characters to a token (OpenAI's own rule of thumb). */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Streams the model's answer piece by piece; returns how it ended. It never throws: a host that
 * refuses, hangs, cuts the line or sends garbage ends in `failed` with what it has sent till then.
 *
 * @param signal aborted when the reader stops or leaves: the request to the host ends at once
 */
export async function* streamModel(
  client: ModelClient,
  prompt: Prompt,
  signal: AbortSignal,
): AsyncGenerator<string, ModelEnd> {
  const deadline = AbortSignal.timeout(client.deadlineMs);
  let text = "";
  let usage: OpenAI.CompletionUsage | null = null;
  let attempts = 0;
  const openai = client.openai.withOptions({
    fetch: (input, init) => {
      attempts++;
      return fetch(input, init);
    },
  });
  const end = (status: ModelEnd["status"], reason: string | null): ModelEnd => ({
    status,
    reason,
    tokensInput: usage?.prompt_tokens ?? estimate(prompt.map(({ content }) => content).join("\n")),
    tokensOutput: usage?.completion_tokens ?? estimate(text),
    attempts,
    estimated: usage === null,
  });
  try {
    const stream = await openai.chat.completions.create({
      model: client.name,
      messages: [...prompt],
      max_tokens: client.maxTokens,
      temperature: client.temperature,
      stream: true,
      stream_options: { include_usage: true },
    }, { signal: AbortSignal.any([signal, deadline]) });
    let finished: string | null = null;
    for await (const chunk of stream) {
      usage = chunk.usage ?? usage;
      const choice = chunk.choices?.[0];
      finished = choice?.finish_reason ?? finished;
      const piece = choice?.delta?.content;
      if (typeof piece !== "string" || piece === "") continue;
      text += piece;
      yield piece;
    }
    if (signal.aborted) return end("stopped", null);
    // The SDK ends a stream that was aborted as if it were whole.
    if (deadline.aborted) return end("failed", late(client));
    if (finished === null) return end("failed", "the line to the language model was cut");
    if (text.trim() === "") return end("failed", "the language model sent no answer");
    return end("completed", null);
  } catch (error) {
    if (signal.aborted) return end("stopped", null);
    const sentNothing = usage === null && text === "";
    const failed = end("failed", describe(error, deadline, client));
    // A request that was refused costs nothing.
    return sentNothing ? { ...failed, tokensInput: 0, tokensOutput: 0 } : failed;
  }
}

function late(client: ModelClient): string {
  return `the language model was not done in ${client.deadlineMs / 1000} seconds`;
}

/** How many tokens a text has, about. */
export function estimate(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** What went wrong, without a word of what the host has said: it may repeat the question or the key. */
function describe(error: unknown, deadline: AbortSignal, client: ModelClient): string {
  if (deadline.aborted || error instanceof OpenAI.APIConnectionTimeoutError) {
    return late(client);
  }
  if (error instanceof OpenAI.RateLimitError) return "the language model is too busy (429)";
  if (error instanceof OpenAI.AuthenticationError) {
    return "the language model refused its key (401)";
  }
  if (error instanceof OpenAI.APIConnectionError) return "the language model cannot be reached";
  if (error instanceof OpenAI.APIError && error.status !== undefined) {
    return `the language model answered with an error (${error.status})`;
  }
  return "the language model sent something that cannot be read";
}
