import { z } from "zod";
import { amountInput } from "../coins/amount.ts";
import { transactionSchema } from "../coins/schema.ts";
import { coinSymbol } from "../predictions/schema.ts";
import { metadataInput } from "../transactions/metadata.ts";
import { userId } from "../auth/user_id.ts";

/** Whether a language model may word the result; without a key it makes no difference. */
const useLlm = z.boolean().default(false);

const transferFields = { from_user: userId, to_user: userId, amount: amountInput };

export const analyzeInput = z.object({ ...transferFields, use_llm: useLlm });
export const recommendInput = z.object({ user_id: userId, use_llm: useLlm });
export const predictTrendInput = z.object({
  /** One coin; default: the market and its largest coins. */
  symbol: coinSymbol.optional(),
  use_llm: useLlm,
});
export const optimizeInput = z.object({
  user_id: userId,
  amount: amountInput,
  transaction_type: z.enum(["send", "stake", "unstake"]).default("send"),
  /** Whom it would go to; with it the risk is said too. */
  to_user: userId.optional(),
  use_llm: useLlm,
});
export const intelligentTransferInput = z.object({
  ...transferFields,
  /** True: send it now unless it is refused. False: leave it pending, to be executed or cancelled. */
  auto_execute: z.boolean().default(false),
  use_llm: useLlm,
});
export const actionType = z.enum(["analyze", "recommend", "predict", "optimize", "transfer"]);
export const actionInput = z.object({
  action_type: actionType,
  user_id: userId,
  /** An object, or its JSON in the query: what the action needs beside `user_id`, who is also the sender: `to_user`, `amount`, … */
  parameters: metadataInput,
  use_llm: useLlm,
});

export const riskLevel = z.enum(["low", "medium", "high"]);
const problem = z.object({ code: z.string(), message: z.string() });

/** A proposed transfer: its risk, its fee and what would fail. */
export const analysisSchema = z.object({
  from_user: z.string(),
  to_user: z.string(),
  amount: z.string(),
  fee: z.string(),
  /** Amount and fee. */
  total: z.string(),
  /** What the sender would have left; null where it would not succeed. */
  balance_after: z.string().nullable(),
  would_succeed: z.boolean(),
  problems: z.array(problem),
  /** 0 to 1; not a probability. The weights of the reasons add up to it. */
  risk_score: z.number(),
  risk_level: riskLevel,
  /** The heaviest first. */
  reasons: z.array(z.object({ text: z.string(), weight: z.number() })),
  /** From which score on a transfer is medium, and high. */
  thresholds: z.object({ medium: z.number(), high: z.number() }),
  /** Whether `intelligent-transfer` would refuse it: its risk is high. */
  would_refuse: z.boolean(),
  /** True where too little is known to compare with; the risk then rests on rules alone. */
  cold_start: z.boolean(),
  /** What is missing, in one sentence. */
  cold_start_reason: z.string().nullable(),
  /** The trained model behind it; null while there is none. */
  model_id: z.string().nullable(),
  assessed_at: z.string(),
});
export type Analysis = z.infer<typeof analysisSchema>;

/** Who worded the reasoning; the numbers are computed either way. */
const wordedBy = z.enum(["rules", "language_model"]);
const said = {
  /** How much the answer rests on, 0 to 1; what it is made of is in the reasoning. */
  confidence: z.number(),
  reasoning: z.string(),
  recommendations: z.array(z.string()),
  worded_by: wordedBy,
};

export const analyzeOutput = z.object({ analysis: analysisSchema, ...said });
export type AnalyzeAnswer = z.infer<typeof analyzeOutput>;

export const recommendOutput = z.object({
  ...said,
  user_id: z.string(),
  user_balance: z.string(),
  staked_balance: z.string(),
});
export type RecommendAnswer = z.infer<typeof recommendOutput>;

const coinTrend = z.object({
  symbol: z.string(),
  name: z.string(),
  price: z.number(),
  predicted_change_percent: z.number(),
  probability_up: z.number(),
  lower: z.number(),
  upper: z.number(),
  /** Whether an edge is claimed; `verdict` says "no edge" where it is not. */
  called: z.boolean(),
  verdict: z.string(),
});
export const predictionsSchema = z.object({
  /** Null before the market's first day of candles. */
  tendency: z.enum(["bullish", "bearish", "volatile", "stable", "consolidating"]).nullable(),
  tendency_explanation: z.string().nullable(),
  coins: z.array(coinTrend),
  coins_called: z.number(),
  coins_forecast: z.number(),
  horizon_hours: z.number(),
  prediction_time: z.string().nullable(),
  stale: z.boolean(),
  model: z.object({ id: z.string(), type: z.string() }).nullable(),
  /** Published forecasts that have come due, beside the naive forecast of the same hours. */
  record: z.object({
    of: z.enum(["model", "naive"]),
    days: z.number(),
    scored: z.number(),
    hit_rate: z.number().nullable(),
    pinball_percent: z.number().nullable(),
    naive_pinball_percent: z.number().nullable(),
    coverage_90: z.number().nullable(),
  }),
  simulated: z.boolean(),
});
export const predictTrendOutput = z.object({ predictions: predictionsSchema, ...said });
export type PredictTrendAnswer = z.infer<typeof predictTrendOutput>;

export const optimizationSchema = z.object({
  amount: z.string(),
  transaction_type: z.enum(["send", "stake", "unstake"]),
  fee: z.string(),
  total: z.string(),
  fee_percent: z.string(),
  /** Fees if it were sent in this many equal parts: splitting never saves more than rounding. */
  splits: z.array(z.object({ parts: z.number(), total_fee: z.string(), saving: z.string() })),
  best_parts: z.number(),
  /** The most that can be sent or moved now, fee included in what is at hand; null where nothing can. */
  most_possible: z.string().nullable(),
  minimum: z.string(),
  maximum: z.string(),
  would_succeed: z.boolean(),
  problems: z.array(problem),
  /** Fees do not depend on the hour. */
  best_time: z.string(),
  risk: z.object({ score: z.number(), level: riskLevel, cold_start: z.boolean() }).nullable(),
});
export const optimizeOutput = z.object({ optimization: optimizationSchema, ...said });
export type OptimizeAnswer = z.infer<typeof optimizeOutput>;

export const intelligentTransferOutput = z.object({
  success: z.boolean(),
  /** True where the coins have moved; false where the transfer is pending. */
  executed: z.boolean(),
  analysis: analysisSchema,
  transaction: transactionSchema,
  ...said,
});
export type IntelligentTransferAnswer = z.infer<typeof intelligentTransferOutput>;

export const actionOutput = z.object({
  success: z.boolean(),
  action_type: actionType,
  /** What the path of the action answers beside `confidence`, `reasoning`, `recommendations`. */
  result: z.record(z.string(), z.unknown()),
  ...said,
  timestamp: z.string(),
});
export type ActionAnswer = z.infer<typeof actionOutput>;
