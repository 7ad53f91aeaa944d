import { z } from "zod";

/** A figure with the interval that the data leave open; null where it cannot be told. */
const metricSchema = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

/** One fold of the walk: ISO times, ends excluded. */
const foldSchema = z.object({
  fold: z.number(),
  train_from: z.string(),
  train_to: z.string(),
  calibrate_from: z.string(),
  calibrate_to: z.string(),
  test_from: z.string(),
  test_to: z.string(),
  /** Coins kept out of everything that is fitted in this fold. */
  held_out: z.array(z.string()),
  steps: z.number(),
  seconds: z.number(),
});

const coverageSchema = z.object({
  forecasts: z.number(),
  coverage_50: z.number(),
  coverage_80: z.number(),
  coverage_90: z.number(),
});

/** Forecasts of about the same stated confidence, and how often the direction was right. */
const calibrationPoint = z.object({
  stated: z.number(),
  observed: z.number(),
  forecasts: z.number(),
});

export const evaluationReportSchema = z.object({
  /** The network first, then the baselines. */
  models: z.array(z.string()),
  /** `summary[model][metric]`; shares in 0…1. */
  summary: z.record(z.string(), z.record(z.string(), metricSchema)),
  folds: z.array(foldSchema),
  data: z.object({
    from: z.string(),
    to: z.string(),
    coins: z.array(z.string()),
    candles: z.number(),
    /** 24 h test forecasts of each model. */
    forecasts: z.number(),
    /** Hours between two forecasts of a coin. */
    stride_hours: z.number(),
    scheme: z.enum(["expanding", "sliding"]),
    /** Windows left out because of a missing hour, an undefined input or an unknown outcome. */
    dropped: z.object({ gap: z.number(), nan: z.number(), label: z.number() }),
    simulated: z.boolean(),
  }),
  seed: z.number(),
  seconds: z.number(),
  /** How long each part took. */
  parts: z.array(z.object({ part: z.string(), seconds: z.number() })),
  /** By model. */
  calibration_curve: z.record(z.string(), z.array(calibrationPoint)),
  /** By model, each month of the test blocks in order (`2022-03`). */
  coverage_by_month: z.record(z.string(), z.array(coverageSchema.extend({ month: z.string() }))),
  /** By model: only the forecasts of coins that its fold was not trained on. */
  held_out_coverage: z.record(z.string(), coverageSchema),
  /** By model: rank IC of each day, and its mean over the 90 days before. */
  ic_series: z.record(
    z.string(),
    z.array(z.object({ date: z.string(), ic: z.number(), mean_90d: z.number() })),
  ),
  /**
   * By model: the worth of 1 put into its top list each day after costs, beside the whole universe and the
   * 5 to 95 % band of random lists.
   */
  top_list_curve: z.record(
    z.string(),
    z.object({
      size: z.number(),
      cost_bp_a_side: z.number(),
      points: z.array(z.object({
        date: z.string(),
        top: z.number(),
        universe: z.number(),
        random_low: z.number(),
        random_high: z.number(),
      })),
    }),
  ),
});
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;

export const latestEvaluationOutput = z.object({
  /** Null before the first run of `deno task evaluate`. */
  evaluation: evaluationReportSchema.extend({
    id: z.string(),
    made_at: z.string(),
    /** The name of the network in `models`. */
    model: z.string(),
    /** A short run that shows that everything works, not how well. */
    quick: z.boolean(),
  }).nullable(),
  /** How to get one. */
  how_to_run: z.string(),
});
export type LatestEvaluation = z.infer<typeof latestEvaluationOutput>;
