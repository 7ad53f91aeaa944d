import { z } from "zod";
import { PII_TYPES } from "./pii/find_personal_data.ts";

/** Longest question, in UTF-16 units. */
export const MAX_QUESTION_LENGTH = 2_000;
/** As many earlier exchanges go with a question. */
export const HISTORY_PAIRS = 3;

const question = z.string().trim().min(1, { error: "must not be empty" }).max(MAX_QUESTION_LENGTH)
  .meta({ example: "Will Bitcoin rise tomorrow?" });
export const sessionId = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, {
  error: "must be 1 to 100 of A-Z, a-z, 0-9, _ and -",
}).meta({ example: "b7d0c1f2-2a0e-4c55-8a3d-1f2f6a6c9a10" });

export const askInput = z.object({
  question,
  /** Names the conversation; a new one is begun where it is left out. */
  session_id: sessionId.optional(),
});
export type AskInput = z.infer<typeof askInput>;

const piiTypes = z.array(z.enum(PII_TYPES));
const rejectionReason = z.enum(["pii_detected", "invalid_topic"]);

/** A fact that an answer rests on, as the reader can look it up. */
export const factView = z.object({
  id: z.string(),
  text: z.string(),
  title: z.string(),
  /** Page of the dashboard that shows it. */
  href: z.string(),
  as_of: z.string(),
});
export type FactView = z.infer<typeof factView>;

/** Where the figures of an answer come from. */
export const sourceView = z.object({ title: z.string(), href: z.string(), as_of: z.string() });

/** A picture that says more than the answer's words. */
export const chartView = z.object({
  kind: z.enum(["forecast", "candles"]),
  symbol: z.string(),
});
export type ChartView = z.infer<typeof chartView>;

export const answerMetadata = z.object({
  tokens_input: z.number(),
  tokens_output: z.number(),
  cost_usd: z.number(),
  response_time_ms: z.number(),
  sources: z.array(sourceView),
  /** `built-in`, or the name of the language model. */
  answered_by: z.string(),
  /** The newest time that a fact of the answer holds for; null where it rests on none. */
  as_of: z.string().nullable(),
  /** Numbers that came from no fact: they stand struck out in the answer. */
  struck_numbers: z.array(z.string()),
  simulated: z.boolean(),
});
export type AnswerMetadata = z.infer<typeof answerMetadata>;

const pair = z.object({ question: z.string(), answer: z.string(), timestamp: z.string() });

export const queryOutput = z.object({
  success: z.boolean(),
  answer: z.string(),
  session_id: z.string(),
  history: z.array(pair),
  timestamp: z.string(),
  metadata: answerMetadata,
  rejected: z.boolean().optional(),
  rejection_reason: rejectionReason.optional(),
  pii_types: piiTypes.optional(),
});
export type QueryAnswer = z.infer<typeof queryOutput>;

export const validateInput = z.object({ question });
export const validateOutput = z.object({
  topic_valid: z.boolean(),
  pii_detected: z.boolean(),
  pii_types: piiTypes,
  /** The question with what is personal replaced by its kind. */
  sanitized: z.string(),
});

/** What a streamed answer is made of, in this order; `delta` comes many times. */
export type AskEvent =
  | { readonly type: "started"; readonly session_id: string }
  | { readonly type: "step"; readonly step: StepName }
  | {
    readonly type: "rejected";
    readonly reason: z.infer<typeof rejectionReason>;
    readonly message: string;
    readonly pii_types: z.infer<typeof piiTypes>;
  }
  | { readonly type: "facts"; readonly facts: FactView[]; readonly charts: ChartView[] }
  /** Markdown; `[61,900](fact:f3)` links to a fact, `~~61,000~~` came from none. */
  | { readonly type: "delta"; readonly text: string }
  | {
    readonly type: "done";
    readonly status: "completed" | "stopped" | "failed";
    readonly answer: string;
    readonly follow_ups: string[];
    readonly metadata: AnswerMetadata;
  };

export const STEP_NAMES = ["topic", "personal_data", "context", "model", "check", "store"] as const;
export type StepName = typeof STEP_NAMES[number];

export const historyInput = z.object({ session_id: sessionId });
export const historyOutput = z.object({
  session_id: z.string(),
  title: z.string(),
  exchanges: z.array(z.object({
    id: z.string(),
    question: z.string(),
    answer: z.string(),
    status: z.enum(["completed", "stopped", "failed"]),
    facts: z.array(factView),
    charts: z.array(chartView),
    follow_ups: z.array(z.string()),
    answered_by: z.string(),
    tokens_input: z.number(),
    tokens_output: z.number(),
    cost_usd: z.number(),
    response_time_ms: z.number(),
    timestamp: z.string(),
  })),
});
export const eraseOutput = z.object({ session_id: z.string(), erased: z.boolean() });
export const sessionsOutput = z.object({
  sessions: z.array(z.object({
    session_id: z.string(),
    title: z.string(),
    created_at: z.string(),
    updated_at: z.string(),
  })),
});

export const usageInput = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) });
export const usageOutput = z.object({
  days: z.number(),
  totals: z.object({
    questions: z.number(),
    answered: z.number(),
    /** Shares of all questions, 0 to 1; null without any. */
    rejection_rate: z.number().nullable(),
    pii_rate: z.number().nullable(),
    tokens_input: z.number(),
    tokens_output: z.number(),
    cost_usd: z.number(),
    /** Requests to the language model that were made again. */
    retries: z.number(),
  }),
  by_day: z.array(z.object({
    day: z.string(),
    questions: z.number(),
    refused_topic: z.number(),
    refused_personal: z.number(),
    tokens_input: z.number(),
    tokens_output: z.number(),
    cost_usd: z.number(),
    /** Of answered questions; null on a day without any. */
    median_ms: z.number().nullable(),
    p95_ms: z.number().nullable(),
    first_word_median_ms: z.number().nullable(),
    retries: z.number(),
  })),
  common_questions: z.array(
    z.object({ question: z.string(), count: z.number(), last_at: z.string() }),
  ),
  /** USD a day: for everyone together, and for one person. */
  budget: z.object({ total_usd: z.string(), person_usd: z.string(), spent_today_usd: z.string() }),
});
export type ChatUsage = z.infer<typeof usageOutput>;

const usd = z.string().regex(/^\d{1,6}(?:\.\d{1,4})?$/, {
  error: "must be an amount such as 2.50",
});
export const budgetInput = z.object({ total_usd: usd, person_usd: usd });
