import type { CoinSeries } from "./series.ts";
import type { TrainingHooks, TrainingOptions, TrainingResult } from "./train.ts";
import type { TrainReply, TrainRequest } from "./train_worker.ts";

/** The hooks of `trainForecaster`; the clock stays the worker's own. */
export interface RunTrainingHooks extends Omit<TrainingHooks, "now"> {
  /** The worker's module, for tests. */
  readonly workerUrl?: URL;
}

/**
 * Runs `trainForecaster` in a Worker of the lowest priority, so that the caller's event loop stays free.
 * @throws Error with the training's own message, or the signal's reason; an abort ends the worker at once
 */
export function runTraining(
  series: readonly CoinSeries[],
  options: TrainingOptions,
  hooks: RunTrainingHooks = {},
): Promise<TrainingResult> {
  const { signal, resumeFrom } = hooks;
  if (signal?.aborted) return Promise.reject(signal.reason);
  const url = hooks.workerUrl ?? new URL("./train_worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module", name: "train" });
  const { promise, resolve, reject } = Promise.withResolvers<TrainingResult>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`The training worker failed: ${event.message}`));
  };
  worker.onmessage = ({ data }: MessageEvent<TrainReply>) => {
    if (data.kind === "progress") hooks.onProgress?.(data.progress);
    else if (data.kind === "checkpoint") hooks.onCheckpoint?.(data.bytes);
    else if (data.kind === "done") resolve(data.result);
    else reject(new Error(data.message));
  };
  worker.postMessage({ series, options, resumeFrom } satisfies TrainRequest);
  return promise.finally(() => {
    signal?.removeEventListener("abort", abort);
    worker.terminate();
  });
}
