import { type ModelProcess, startModelProcess } from "./model_process.ts";
import type { CoinSeries } from "./series.ts";
import type { TrainReply, TrainRequest } from "./train_process.ts";
import type { TrainingHooks, TrainingOptions, TrainingResult } from "./train.ts";

/** The hooks of `trainForecaster`; the clock stays the process's own. */
export interface RunTrainingHooks extends Omit<TrainingHooks, "now"> {
  /** The process's module, for tests. */
  readonly entry?: URL;
}

/**
 * Runs `trainForecaster` in a process of its own and of the lowest priority: the caller's event loop
 * stays free, what a training takes of memory goes back to the system with it, and where memory runs
 * out it is the training that dies.
 * @throws Error with the training's own message, or the signal's reason; an abort ends the process at once
 */
export async function runTraining(
  series: readonly CoinSeries[],
  options: TrainingOptions,
  hooks: RunTrainingHooks = {},
): Promise<TrainingResult> {
  const { signal, resumeFrom } = hooks;
  signal?.throwIfAborted();
  await using training = startModelProcess(
    hooks.entry ?? new URL("./train_process.ts", import.meta.url),
  );
  signal?.addEventListener("abort", training.kill, { once: true });
  try {
    void hand(training, series, { options, resumeFrom, coins: series.length });
    const result = await listen(training, hooks);
    if (result) return result;
    signal?.throwIfAborted();
    throw new Error(`The training process ${await training.describeEnd()}`);
  } finally {
    signal?.removeEventListener("abort", training.kill);
  }
}

/** Coin by coin: the whole market at once would be in memory once more. */
async function hand(
  training: ModelProcess,
  series: readonly CoinSeries[],
  request: TrainRequest,
): Promise<void> {
  await training.send(request);
  for (const coin of series) await training.send(coin);
}

/** @returns the result, or nothing where the process ended without one */
async function listen(
  { replies }: ModelProcess,
  hooks: RunTrainingHooks,
): Promise<TrainingResult | undefined> {
  for await (const value of replies) {
    hooks.signal?.throwIfAborted();
    const reply = value as TrainReply;
    if (reply.kind === "progress") hooks.onProgress?.(reply.progress);
    else if (reply.kind === "checkpoint") hooks.onCheckpoint?.(reply.bytes);
    else if (reply.kind === "done") return reply.result;
    else throw new Error(reply.message);
  }
  return undefined;
}
