import type { ChatContext } from "./context/chat_context.ts";
import type { Fact } from "./facts.ts";
import type { AnswerMetadata, FactView } from "./schema.ts";

/** An answer as it was shown, and what it took. */
export interface WordedAnswer {
  readonly status: "completed" | "stopped" | "failed";
  /** Markdown with links to facts. */
  readonly answer: string;
  /** `built-in`, or the name of the language model. */
  readonly answeredBy: string;
  readonly tokensInput: number;
  readonly tokensOutput: number;
  /** Exact decimal. */
  readonly costUsd: string;
  readonly firstTokenMs: number | null;
  /** Ids of the facts that its numbers link to. */
  readonly cited: ReadonlySet<string>;
}

/** Facts as the reader sees them. */
export function factViews(facts: readonly Fact[]): FactView[] {
  return facts.map(({ id, text, source }) => ({
    id,
    text,
    title: source.title,
    href: source.href,
    as_of: new Date(source.asOfMs).toISOString(),
  }));
}

/** What is told about an answer beside its words. */
export function metadataOf(
  context: ChatContext,
  worded: WordedAnswer,
  responseTimeMs: number,
  struck: readonly string[],
): AnswerMetadata {
  const facts = factsBehind(context, worded);
  const newestMs = facts.length > 0 ? Math.max(...facts.map(({ source }) => source.asOfMs)) : null;
  return {
    tokens_input: worded.tokensInput,
    tokens_output: worded.tokensOutput,
    cost_usd: Number(worded.costUsd),
    response_time_ms: responseTimeMs,
    sources: sourcesOf(facts),
    answered_by: worded.answeredBy,
    as_of: newestMs === null ? null : new Date(newestMs).toISOString(),
    struck_numbers: [...struck],
    simulated: context.simulated,
  };
}

/** The facts an answer cites or repeats; where it has no figure, all it was given. */
function factsBehind(context: ChatContext, worded: WordedAnswer): readonly Fact[] {
  const plain = worded.answer.replaceAll("**", "");
  const used = context.facts.filter(({ id, text }) => worded.cited.has(id) || plain.includes(text));
  return used.length > 0 || context.intent === "act" ? used : context.facts;
}

/** Each kind of source once, with the newest time. */
function sourcesOf(facts: readonly Fact[]): AnswerMetadata["sources"] {
  const byTitle = new Map<string, AnswerMetadata["sources"][number]>();
  for (const { source } of facts) {
    const { title, href } = byTitle.get(source.title) ?? source;
    const asOf = new Date(source.asOfMs).toISOString();
    const newest = byTitle.get(title)?.as_of ?? asOf;
    byTitle.set(title, { title, href, as_of: newest > asOf ? newest : asOf });
  }
  return [...byTitle.values()];
}
