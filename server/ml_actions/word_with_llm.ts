import OpenAI from "openai";
import { isBudgetSpent, noteModelCost } from "../chat/chat_budget.ts";
import { chatOwner } from "../chat/chat_owner.ts";
import type { App, RequestContext } from "../context.ts";
import { isFaithful } from "./faithful_words.ts";

/** Who worded a finding, and how. */
export interface Wording {
  readonly reasoning: string;
  readonly worded_by: "rules" | "language_model";
}

/** A caller does not wait longer for words that change nothing. */
const DEADLINE_MS = 10_000;

const INSTRUCTIONS =
  "You reword a finding about TB Coin, a virtual coin, for the person who asked. Write two to four short " +
  "plain sentences in the active voice, without markup, advice or exclamation marks. Keep every " +
  "number as it is, and the order of the numbers. Leave numbers out rather than change them. Add " +
  "nothing that the finding does not say. Answer with the sentences alone.";

/**
 * Lets the language model word a finding, where it is asked for and there is a key. It is given the
 * computed words and nothing else: no id, no note of a person, no tool. What it says is used only where
 * {@link isFaithful} finds nothing new in it; in every other case the computed words stand, also when
 * the day's budget for the language model is spent.
 */
export async function wordWithLlm(
  { app, actor }: Pick<RequestContext, "app" | "actor">,
  computed: string,
  options: { readonly useLlm: boolean; readonly deadlineMs?: number },
): Promise<Wording> {
  const rules = { reasoning: computed, worded_by: "rules" } as const;
  if (!options.useLlm || app.config.secrets().openaiApiKey === undefined) return rules;
  try {
    const owner = chatOwner(actor);
    if (await isBudgetSpent(app, { owner })) return rules;
    const wording = (await ask(app, owner, computed, options.deadlineMs ?? DEADLINE_MS)).trim();
    if (isFaithful(wording, computed)) return { reasoning: wording, worded_by: "language_model" };
    app.log.warn("The language model's wording was not used: it says other than was computed");
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    app.log.warn("The language model did not answer: the computed words are used", { reason });
  }
  return rules;
}

async function ask(app: App, owner: string, computed: string, ms: number): Promise<string> {
  const { config, stopping } = app;
  const client = new OpenAI({
    apiKey: config.secrets().openaiApiKey,
    baseURL: config.openaiBaseUrl ?? null,
    timeout: ms,
    maxRetries: 0,
    // Settings come from the configuration alone.
    organization: null,
    project: null,
    logLevel: "off",
  });
  const deadline = AbortSignal.any([AbortSignal.timeout(ms), stopping]);
  const answer = client.chat.completions.create({
    model: config.openaiModel,
    max_tokens: config.openaiMaxTokens,
    temperature: config.openaiTemperature,
    messages: [
      { role: "system", content: INSTRUCTIONS },
      { role: "user", content: computed },
    ],
  }, { signal: deadline });
  // A server that sends headers and then nothing must not hold the caller either.
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener("abort", () => reject(new Error("late")), { once: true });
  });
  const { choices, usage } = await Promise.race([answer, late]);
  const wording = choices[0]?.message.content ?? "";
  await noteModelCost(app, { owner, usage, prompt: INSTRUCTIONS + computed, answer: wording });
  return wording;
}
