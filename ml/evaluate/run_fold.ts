import { BASELINES } from "../baselines/baselines.ts";
import type { DroppedWindows } from "../dataset.ts";
import type { CoinSeries } from "../series.ts";
import type { TrainingProgress } from "../train.ts";
import { calibrateFold } from "./calibrate_fold.ts";
import type { Fold } from "./folds.ts";
import { forecastFold } from "./forecast_fold.ts";
import { networkModel, type NetworkOptions, type TrainedNetwork } from "./network_model.ts";
import type { TestForecast } from "./records.ts";

export interface FoldTask {
  readonly series: readonly CoinSeries[];
  readonly fold: Fold;
  readonly network: NetworkOptions;
  /** Hours between two forecasts of a coin. */
  readonly strideHours: number;
}

export interface FoldHooks {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Told what begins. */
  readonly onPart?: (part: string) => void;
  readonly onTraining?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
}

export interface PartTime {
  readonly part: string;
  readonly seconds: number;
}

export interface FoldResult {
  readonly fold: Fold;
  /** Calibrated forecasts of the test block by model, the network first; none called. */
  readonly forecasts: ReadonlyMap<string, readonly TestForecast[]>;
  readonly parts: readonly PartTime[];
  readonly steps: number;
  readonly seconds: number;
  readonly dropped: DroppedWindows;
}

/** Trains, forecasts and calibrates the network and every baseline in one fold, all of them alike. */
export async function runFold(task: FoldTask, hooks: FoldHooks): Promise<FoldResult> {
  const { series, fold, network: options, strideHours } = task;
  const clock = partClock(hooks);
  const network = networkModel(series, fold, options, hooks.onTraining ?? (() => {}));
  const { rows, quantiles, dropped, fitted } = await forecastFold({
    ...options,
    series,
    fold,
    models: [network, ...BASELINES],
    strideHours,
    signal: hooks.signal,
    onPart: clock.begin,
  });
  clock.begin("calibration");
  const forecasts = new Map<string, readonly TestForecast[]>();
  for (const [model, own] of quantiles) {
    hooks.signal?.throwIfAborted();
    forecasts.set(
      model,
      calibrateFold({
        model,
        rows,
        quantiles: own,
        testFromMs: fold.test.fromMs,
        heldOut: fold.heldOut,
        horizonHours: options.horizonHours,
      }),
    );
  }
  const { steps } = fitted.get(network.name) as TrainedNetwork;
  return { fold, forecasts, ...clock.end(), steps, dropped };
}

function partClock({ now, onPart }: FoldHooks) {
  const startedMs = now();
  const parts: PartTime[] = [];
  let part = "";
  let sinceMs = startedMs;
  const close = () => {
    const nowMs = now();
    if (part !== "") parts.push({ part, seconds: (nowMs - sinceMs) / 1000 });
    sinceMs = nowMs;
  };
  return {
    begin(next: string): void {
      close();
      part = next;
      onPart?.(next);
    },
    end() {
      close();
      return { parts, seconds: (now() - startedMs) / 1000 };
    },
  };
}
