import { z } from "zod";

/** Figures of a model's held-back block; losses in scaled units, shares in 0…1. Null where unknown. */
export const modelFigures = z.object({
  pinball: z.number().nullable(),
  naive_pinball: z.number().nullable(),
  /** Mean |error| of the median against that of forecasting no change: below 1 is better. */
  mase: z.number().nullable(),
  hit_rate: z.number().nullable(),
  coverage_50: z.number().nullable(),
  coverage_90: z.number().nullable(),
  /** Forecasts measured, and the days that they lie in: the number of independent observations. */
  samples: z.number().nullable(),
  days: z.number().nullable(),
  train_seconds: z.number().nullable(),
});

const timeRange = z.object({ from: z.string(), to: z.string() });

/** What the manifest tells of how a model came to be. */
export const modelFacts = z.object({
  layers: z.number(),
  units: z.number(),
  sequence_length: z.number(),
  horizon_hours: z.number(),
  feature_set: z.number(),
  features: z.array(z.string()),
  coins: z.array(z.string()),
  /** Hours whose outcomes taught the weights, and hours kept for the figures. */
  trained_on: timeRange,
  measured_on: timeRange,
  seed: z.number(),
  steps: z.number(),
  best_step: z.number(),
  /** Largest difference between tf.js and ONNX on random inputs. */
  agreement: z.number(),
  /** How far the network's median and spreads are believed, 0 (naive) to 1. */
  shrinkage: z.object({ location: z.number(), spread: z.number() }),
  sha256: z.string(),
});

export const modelDecision = z.object({
  at: z.string(),
  kind: z.enum(["promoted", "rejected", "retired", "rolled_back"]),
  /** One plain sentence with its numbers. */
  reason: z.string(),
});

export const modelSchema = z.object({
  id: z.string(),
  /** `LSTM` or `GRU`. */
  type: z.string(),
  status: z.enum(["candidate", "champion", "retired", "rejected"]),
  trained_at: z.string(),
  /** The latest decision on it and all before, the newest first. */
  decision: z.string().nullable(),
  decided_at: z.string().nullable(),
  decisions: z.array(modelDecision),
  engine: z.string(),
  engine_reason: z.string().nullable(),
  figures: modelFigures,
  /** Null for a model whose manifest this program cannot read. */
  facts: modelFacts.nullable(),
  /** False once its files were removed to make room: it cannot become champion again. */
  file_kept: z.boolean(),
  /** True for a model that `rollback` without a name would make champion. */
  rollback_target: z.boolean(),
});
export type ListedModel = z.infer<typeof modelSchema>;

export const modelsOutput = z.object({
  /** The newest first, a hundred at most. */
  models: z.array(modelSchema),
  champion_id: z.string().nullable(),
  /** The promotion rule, in words. */
  rule: z.string(),
  simulated: z.boolean(),
});
export type ModelsOutput = z.infer<typeof modelsOutput>;

/** One look at the validation hours during a training. */
export const lossPoint = z.object({ step: z.number(), loss: z.number() });

export const trainingProgressOutput = z.object({
  /** `idle`: no training has ever run. */
  state: z.enum(["idle", "running", "interrupted", "done", "failed"]),
  /** One plain sentence. */
  message: z.string(),
  step: z.number(),
  steps: z.number().nullable(),
  steps_per_second: z.number().nullable(),
  seconds_left: z.number().nullable(),
  /** Pinball loss on the validation hours, and that of the naive forecast there. */
  loss: z.number().nullable(),
  naive_loss: z.number().nullable(),
  curve: z.array(lossPoint),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  /** The trained model and the decision, once done. */
  model_id: z.string().nullable(),
  promoted: z.boolean().nullable(),
  next_training_at: z.string().nullable(),
});
export type TrainingProgressOutput = z.infer<typeof trainingProgressOutput>;

export const driftAlert = z.object({
  id: z.string(),
  kind: z.enum(["inputs", "coverage", "pinball"]),
  model_id: z.string(),
  message: z.string(),
  raised_at: z.string(),
  /** Null while it lasts. */
  ended_at: z.string().nullable(),
  /** When it made a training due; null where one had been made due within a day. */
  retrain_at: z.string().nullable(),
});

export const driftOutput = z.object({
  /** `unknown` before the first check, or without a model. */
  state: z.enum(["unknown", "steady", "drifting"]),
  checked_at: z.string().nullable(),
  model_id: z.string().nullable(),
  /** One plain sentence. */
  message: z.string(),
  inputs: z.object({
    /** Mean population stability index over the features, last week against training. */
    psi: z.number(),
    threshold: z.number(),
    hours: z.number(),
    /** The furthest first. */
    features: z.array(z.object({ name: z.string(), psi: z.number() })),
  }).nullable(),
  outcomes: z.object({
    days: z.number(),
    forecasts: z.number(),
    /** Days needed before anything can be said. */
    days_needed: z.number(),
    coverage_90: z.number().nullable(),
    /** Below this the ranges are too narrow, beyond chance. */
    coverage_90_least: z.number().nullable(),
    pinball_ratio: z.number().nullable(),
    /** Loss over that of the naive forecast; above this it is worse, beyond chance. */
    pinball_ratio_most: z.number().nullable(),
  }),
  /** The newest first, twenty at most. */
  alerts: z.array(driftAlert),
});
export type DriftOutput = z.infer<typeof driftOutput>;

export const rollbackInput = z.object({
  /** Default: the champion before the present one. */
  model_id: z.string().trim().min(1).max(100).optional(),
});
export const rollbackOutput = z.object({
  champion_id: z.string(),
  retired_id: z.string(),
  decision: z.string(),
});
