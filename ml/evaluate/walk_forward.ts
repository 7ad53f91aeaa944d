import type { DroppedWindows } from "../dataset.ts";
import { type CoinSeries, HOUR_MS } from "../series.ts";
import type { TrainingProgress } from "../train.ts";
import type { FoldReply } from "./fold_worker.ts";
import { type Fold, type FoldScheme, planFolds } from "./folds.ts";
import { markCalls } from "./mark_calls.ts";
import { cutSeries, type NetworkOptions } from "./network_model.ts";
import type { TestForecast } from "./records.ts";
import type { FoldResult, FoldTask, PartTime } from "./run_fold.ts";

export interface WalkOptions {
  readonly folds: number;
  readonly scheme: FoldScheme;
  /** Hours between two forecasts of a coin. */
  readonly strideHours: number;
  /** The network's training, but for what follows from the fold. */
  readonly network: Omit<NetworkOptions, "epochs" | "trainStride">;
  /** Training steps in each fold, about: every fold learns from as many windows. */
  readonly steps: number;
  /** Folds worked on at the same time, each in a Worker. */
  readonly workers: number;
}

/** What a fold is doing. */
export interface WalkProgress {
  readonly fold: number;
  readonly folds: number;
  readonly finished: number;
  readonly part: string;
  /** While its network trains. */
  readonly training?: TrainingProgress;
}

export interface WalkHooks {
  readonly onProgress?: (progress: WalkProgress) => void;
  readonly signal?: AbortSignal;
}

export interface WalkResult {
  readonly folds: readonly Omit<FoldResult, "forecasts">[];
  /** By model, the network first; in order of time, calls marked. */
  readonly forecasts: ReadonlyMap<string, readonly TestForecast[]>;
  /** Seconds of work by part, over all folds; Workers side by side add up. */
  readonly parts: readonly PartTime[];
  readonly dropped: DroppedWindows;
}

/**
 * Evaluates the network and the baselines by walking forward through time (López de Prado 2018, chapter 7).
 * The same series, options and seed give the same forecasts.
 * @throws RangeError where the history is too short; the signal's reason when aborted
 */
export async function walkForward(
  series: readonly CoinSeries[],
  options: WalkOptions,
  hooks: WalkHooks = {},
): Promise<WalkResult> {
  const folds = planFolds({
    ...options.network,
    folds: options.folds,
    scheme: options.scheme,
    fromMs: Math.min(...series.map((one) => one.openTime[0] ?? Infinity)),
    toMs: Math.max(...series.map((one) => one.openTime.at(-1) ?? -Infinity)) + HOUR_MS,
    coins: series.map((one) => one.symbol),
  });
  const results = await runFolds(series, folds, options, hooks);
  const models = [...results[0]!.forecasts.keys()];
  const forecasts = new Map(models.map((model) => [
    model,
    markCalls(results.flatMap((one) => one.forecasts.get(model)!)),
  ]));
  return {
    folds: results,
    forecasts,
    parts: addParts(results),
    dropped: addDropped(results),
  };
}

async function runFolds(
  series: readonly CoinSeries[],
  folds: readonly Fold[],
  options: WalkOptions,
  { onProgress, signal }: WalkHooks,
): Promise<FoldResult[]> {
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const results: FoldResult[] = new Array(folds.length);
  let next = 0;
  let finished = 0;
  async function work(): Promise<void> {
    while (next < folds.length) {
      const place = next++;
      const fold = folds[place]!;
      const tell = (what: Pick<WalkProgress, "part" | "training">) =>
        onProgress?.({ fold: fold.number, folds: folds.length, finished, ...what });
      results[place] = await runInWorker(taskOf(series, fold, options), tell, both);
      finished++;
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(options.workers, folds.length) }, work));
  } catch (error) {
    stop.abort(error);
    throw error;
  }
  return results;
}

function taskOf(
  series: readonly CoinSeries[],
  fold: Fold,
  { network, steps, strideHours }: WalkOptions,
): FoldTask {
  const { train } = fold.blocks;
  const coins = series.length - fold.heldOut.length;
  const windows = coins * (train.toMs - train.fromMs) / HOUR_MS;
  const trainStride = Math.max(1, Math.round(windows / ((network.batchSize ?? 128) * steps)));
  const untilMs = fold.test.toMs + network.horizonHours * HOUR_MS;
  return {
    series: series.map((one) => cutSeries(one, untilMs)),
    fold,
    network: { ...network, epochs: 1, trainStride },
    strideHours,
  };
}

function runInWorker(
  task: FoldTask,
  tell: (what: Pick<WalkProgress, "part" | "training">) => void,
  signal: AbortSignal,
): Promise<FoldResult> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const url = new URL("./fold_worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module", name: `fold ${task.fold.number}` });
  const { promise, resolve, reject } = Promise.withResolvers<FoldResult>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`Fold ${task.fold.number} failed: ${event.message}`));
  };
  worker.onmessage = ({ data }: MessageEvent<FoldReply>) => {
    if (data.kind === "part") tell({ part: data.part });
    else if (data.kind === "training") {
      tell({ part: task.network.type.toLowerCase(), training: data.progress });
    } else if (data.kind === "done") resolve(data.result);
    else reject(new Error(`Fold ${task.fold.number}: ${data.message}`));
  };
  worker.postMessage(task);
  return promise.finally(() => {
    signal.removeEventListener("abort", abort);
    worker.terminate();
  });
}

function addParts(results: readonly FoldResult[]): PartTime[] {
  const seconds = new Map<string, number>();
  for (const { part, seconds: some } of results.flatMap((one) => one.parts)) {
    seconds.set(part, (seconds.get(part) ?? 0) + some);
  }
  return [...seconds].map(([part, sum]) => ({ part, seconds: sum }));
}

function addDropped(results: readonly FoldResult[]): DroppedWindows {
  const sum = (reason: keyof DroppedWindows) =>
    results.reduce((total, { dropped }) => total + dropped[reason], 0);
  return { gap: sum("gap"), nan: sum("nan"), label: sum("label") };
}
