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
  probability_up: z.number(),
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
