import { z } from "zod";
import { ENGINE_NAMES } from "../engines/engine.ts";

const blockSchema = z.object({ fromMs: z.number(), toMs: z.number() });

/** Windows in a step. */
export const DEFAULT_BATCH_SIZE = 128;

/** What to train and how long. */
export const trainingOptionsSchema = z.object({
  type: z.enum(["LSTM", "GRU"]),
  /** Hours of input. */
  sequenceLength: z.number().int().min(2).max(1000),
  /** Hours forecast. */
  horizonHours: z.number().int().min(1).max(168),
  /** Passes over the training windows, at most; early stopping or the budget may end before. */
  epochs: z.number().int().min(1).max(1000),
  batchSize: z.number().int().min(1).max(4096).default(DEFAULT_BATCH_SIZE),
  /** Fixes start weights, batches and dropout. */
  seed: z.number().int().min(0).max(2 ** 31 - 1000),
  engine: z.enum(["auto", ...ENGINE_NAMES]),
  /** Wall-clock milliseconds for all of it, evaluation and export included; unset: no limit. */
  budgetMs: z.number().positive().optional(),
  units: z.number().int().min(1).max(512).default(64),
  layers: z.number().int().min(1).max(4).default(2),
  dropout: z.number().min(0).lt(1).default(0.2),
  /** Highest learning rate, reached after the warm-up. */
  learningRate: z.number().positive().max(1).default(2e-3),
  /**
   * An epoch takes every n-th window, another n-th each epoch: neighbouring windows share all but one hour
   * and teach little that is new.
   */
  trainStride: z.number().int().min(1).max(168).default(6),
  /** Steps between two looks at the validation block. */
  validateEverySteps: z.number().int().min(1).default(60),
  /** Validations without improvement after which training stops. */
  patience: z.number().int().min(1).default(15),
  /** The blocks of time, where the caller plans them; unset: the last 60 days are held back. */
  blocks: z.object({
    train: blockSchema,
    stop: blockSchema,
    calibrate: blockSchema,
    report: blockSchema,
  }).optional(),
  /** Coins that count for the market's features but that nothing is fitted on. */
  heldOutCoins: z.array(z.string()).default([]),
  /** Milliseconds between two checkpoints. */
  checkpointEveryMs: z.number().positive().default(10_000),
});

/** As callers give them; what has a default may be left out. */
export type TrainingOptions = z.input<typeof trainingOptionsSchema>;
export type ResolvedTrainingOptions = z.output<typeof trainingOptionsSchema>;

/** @throws Error that names the option and what is wrong with it */
export function resolveTrainingOptions(options: TrainingOptions): ResolvedTrainingOptions {
  const parsed = trainingOptionsSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new Error(`Training option "${issue.path.join(".")}": ${issue.message}`);
}
