import { z } from "zod";

export const coinSymbol = z.string().trim().toUpperCase().regex(/^[A-Z0-9]{1,20}$/, {
  error: "A coin is 1 to 20 letters or digits, for instance BTC.",
});

export const predictionSchema = z.object({
  symbol: z.string(),
  name: z.string(),
  current_price: z.number(),
  predicted_price: z.number(),
  predicted_change_percent: z.number(),
  /** Calibrated probability that the stated direction is right; near 0.5 when nothing is known. */
  confidence: z.number(),
  /** 5 % quantile of the price at the horizon. */
  lower: z.number(),
  /** 95 % quantile of the price at the horizon. */
  upper: z.number(),
  /** 25 % and 75 % quantiles of the price at the horizon. */
  lower_50: z.number(),
  upper_50: z.number(),
  /** 10 % and 90 % quantiles of the price at the horizon; null where they were not published. */
  lower_80: z.number().nullable(),
  upper_80: z.number().nullable(),
  probability_up: z.number(),
  /** Whether an edge is claimed: only where the coin's record beats the naive forecast. */
  called: z.boolean(),
  /** Why it is called, or why not, in one sentence; null where it was published without. */
  call_reason: z.string().nullable(),
});
export type Prediction = z.infer<typeof predictionSchema>;

export const servedModelSchema = z.object({
  id: z.string(),
  /** `LSTM`, `GRU`, or `NAIVE` while there is no trained model. */
  type: z.string(),
  trained_at: z.string().nullable(),
});

export const top20Input = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) });
export const top20Output = z.object({
  predictions: z.array(predictionSchema),
  /** When the forecasts were made: the close of the last candle used. Null before the first. */
  prediction_time: z.string().nullable(),
  horizon_hours: z.number(),
  count: z.number(),
  model: servedModelSchema.nullable(),
  /** True when the newest forecasts are older than two hours. */
  stale: z.boolean(),
  simulated: z.boolean(),
});
export type Top20 = z.infer<typeof top20Output>;

export const pathPoint = z.object({
  target_time: z.string(),
  q05: z.number(),
  q25: z.number(),
  q50: z.number(),
  q75: z.number(),
  q95: z.number(),
});
export const attributionGroup = z.enum([
  "momentum",
  "volatility",
  "volume",
  "market",
  "oscillators",
  "calendar",
]);
const effects = z.object({
  /** Points of the change forecast for the horizon, in percent of the price. */
  effect_on_median_percent: z.number(),
  /** Points of the width of the 90 % range at the horizon, in percent of the price. */
  effect_on_width_percent: z.number(),
});
/** What moved a forecast. */
export const explanationSchema = z.object({
  /** Some plain sentences. */
  text: z.string(),
  /** The largest effect first. */
  groups: z.array(effects.extend({ group: attributionGroup, name: z.string() })),
  /** What the model forecasts where nothing is out of the ordinary: the effects start from it. */
  typical: z.object({ median_percent: z.number(), width_percent: z.number() }),
  /** The forecast that was taken apart. */
  forecast: z.object({ median_percent: z.number(), width_percent: z.number() }),
  /** By how much outcomes of past forecasts made the published range wider than that, in percent of the price. */
  adapted_width_percent: z.number(),
  /** How much the price moves in an hour: by recent candles, and as usual in the last two weeks. */
  volatility: z.object({ now_percent: z.number(), usual_percent: z.number() }),
  /** How much of the departure from no change, and from the typical width, the effects add up to, 0 to 1. */
  completeness: z.object({ median: z.number(), width: z.number() }),
});
export type Explanation = z.infer<typeof explanationSchema>;
export const coinPredictionInput = z.object({ symbol: coinSymbol });
export const coinPredictionOutput = predictionSchema.extend({
  path: z.array(pathPoint),
  /** What moved the forecast; null where it was published without. */
  explanation: explanationSchema.nullable(),
  prediction_time: z.string(),
  target_time: z.string(),
  horizon_hours: z.number(),
  model: servedModelSchema,
  stale: z.boolean(),
  simulated: z.boolean(),
});
export type CoinPrediction = z.infer<typeof coinPredictionOutput>;

const days = z.coerce.number().int().min(1).max(365).default(90);

/** Scores of forecasts that have come due, beside the naive forecast of the same hours. */
const recordRow = z.object({
  /** Forecasts whose hour is over: scored and unscorable ones. */
  forecasts: z.number(),
  scored: z.number(),
  /** Their candle is missing for good. */
  unscorable: z.number(),
  /** The direction of the median came true, or not; a median at the price states no direction. */
  hits: z.number(),
  misses: z.number(),
  hit_rate: z.number().nullable(),
  /** Share of outcomes inside the range, 0 to 1. */
  coverage_50: z.number().nullable(),
  /** Only at the full horizon. */
  coverage_80: z.number().nullable(),
  coverage_90: z.number().nullable(),
  naive_coverage_90: z.number().nullable(),
  /** Mean absolute error of the median, percent of the price. */
  error_percent: z.number().nullable(),
  naive_error_percent: z.number().nullable(),
  /** Mean pinball loss over the five quantiles, percent of the price. */
  pinball_percent: z.number().nullable(),
  naive_pinball_percent: z.number().nullable(),
  /** Mean Winkler score of the 90 % range, percent of the price. */
  winkler_90_percent: z.number().nullable(),
  naive_winkler_90_percent: z.number().nullable(),
});
export type RecordRow = z.infer<typeof recordRow>;

export const trackRecordInput = z.object({ symbol: coinSymbol.optional(), days });
export const trackRecordOutput = z.object({
  /** Null: all coins. */
  symbol: z.string().nullable(),
  days: z.number(),
  from: z.string(),
  to: z.string(),
  horizon_hours: z.number(),
  /** Whose forecasts are counted: the models', or the naive ones while no model's has come due. */
  of: z.enum(["model", "naive"]),
  /** Days with an outcome at the full horizon. */
  scored_days: z.number(),
  /** At the full horizon, all coins asked for. */
  summary: recordRow,
  by_horizon: z.array(recordRow.extend({ horizon_hours: z.number() })),
  /** At the full horizon; `month` is 2026-03. */
  by_month: z.array(recordRow.extend({ month: z.string() })),
  /** At the full horizon, by symbol. */
  by_coin: z.array(recordRow.extend({ symbol: z.string(), name: z.string() })),
  /** One coin's forecasts for the full horizon and what came of them; empty without a symbol. */
  series: z.array(z.object({
    prediction_time: z.string(),
    target_time: z.string(),
    price: z.number(),
    q05: z.number(),
    q25: z.number(),
    q50: z.number(),
    q75: z.number(),
    q95: z.number(),
    /** Null where there was too little history for a naive forecast. */
    naive_q05: z.number().nullable(),
    naive_q50: z.number().nullable(),
    naive_q95: z.number().nullable(),
    /** Null while it is not due, or where the candle is missing. */
    actual: z.number().nullable(),
    hit: z.boolean().nullable(),
    /** Why there is no outcome and never will be. */
    unscorable_reason: z.string().nullable(),
  })),
  /** The book behind the record. */
  book: z.object({
    publications: z.number(),
    /** Written after the first hour they speak of was over: kept, never scored. */
    late: z.number(),
    /** Hash of the newest publication; note it down to prove later that nothing was cut off. */
    head: z.string().nullable(),
    since: z.string().nullable(),
  }),
  simulated: z.boolean(),
});
export type TrackRecord = z.infer<typeof trackRecordOutput>;

export const followTop20Input = z.object({ days });
export const followTop20Output = z.object({
  /** Coins bought each day: 20, or half of them where there are fewer than 40. */
  list_size: z.number(),
  /** Cost of buying and of selling, in basis points of what is traded. */
  cost_bp_a_side: z.number(),
  random_lists: z.number(),
  seed: z.number(),
  days: z.number(),
  /** Worth of 1 put in at the start, at the end of each day; `date` is the day it was bought. */
  points: z.array(z.object({
    date: z.string(),
    top: z.number(),
    universe: z.number(),
    /** 5, 50 and 95 % of the random lists. */
    random_low: z.number(),
    random_median: z.number(),
    random_high: z.number(),
  })),
  /** Null before the first day has come due. */
  summary: z.object({
    top_percent: z.number(),
    universe_percent: z.number(),
    excess_percent: z.number(),
    random_low_percent: z.number(),
    random_high_percent: z.number(),
    /** Share of the random lists that ended below the top list. */
    share_of_random_below: z.number(),
  }).nullable(),
  /** What the figures mean, or why there are none yet, in one sentence. */
  words: z.string(),
  simulated: z.boolean(),
});
export type FollowTop20 = z.infer<typeof followTop20Output>;
