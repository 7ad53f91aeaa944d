import { z } from "zod";

export const collectionMode = z.enum(["forward", "backward", "full", "repair"]);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}(T.*)?$/, {
  error: "A date looks like 2025-10-01.",
});
export const triggerInput = z.object({
  mode: collectionMode.default("full"),
  start_date: day.optional(),
  end_date: day.optional(),
});
export const triggerOutput = z.object({ run_id: z.string(), status: z.string() });

export const collectionStatusOutput = z.object({
  status: z.enum(["idle", "running", "error"]),
  progress: z.number().min(0).max(100),
  current_crypto: z.string().nullable(),
  last_update: z.string().nullable(),
  records_written: z.number(),
  gaps: z.object({ open: z.number(), outages: z.number(), repaired: z.number() }),
  message: z.string().nullable(),
});

/** One step of the way from an empty database to forecasts. */
export const setupStep = z.object({
  id: z.enum(["collect", "train", "publish"]),
  state: z.enum(["waiting", "running", "done", "failed"]),
  done: z.number(),
  total: z.number().nullable(),
  /** What is counted: `candles`, `steps`, `coins`. */
  unit: z.string(),
  rate_per_second: z.number().nullable(),
  seconds_left: z.number().nullable(),
  /** One plain sentence: what is being done, or why it failed and what to do. */
  message: z.string(),
  /** Validation loss of a training in progress, and the naive loss that it has to beat. */
  loss: z.number().nullable(),
  naive_loss: z.number().nullable(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
});
export type SetupStep = z.infer<typeof setupStep>;

export const setupProgressOutput = z.object({
  steps: z.array(setupStep),
  /** True once forecasts of a trained model, or a reasoned refusal of one, are published. */
  complete: z.boolean(),
  /** What can already be looked at. */
  coins_with_candles: z.number(),
  forecasts_published: z.boolean(),
  simulated: z.boolean(),
});
export type SetupProgress = z.infer<typeof setupProgressOutput>;
