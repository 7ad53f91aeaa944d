import { hasSimulatedSource, listCryptocurrencies, readSeries, saveEvaluation } from "../db/mod.ts";
import { type EvaluationTables, tabulate } from "../ml/evaluate/report.ts";
import type { FoldScheme } from "../ml/evaluate/folds.ts";
import type { TestForecast } from "../ml/evaluate/records.ts";
import {
  walkForward,
  type WalkOptions,
  type WalkProgress,
  type WalkResult,
} from "../ml/evaluate/walk_forward.ts";
import { nativeRuntimeLoads } from "../ml/onnx/session.ts";
import type { CoinSeries } from "../ml/series.ts";
import type { TrainingOptions } from "../ml/train.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { lastClosedHour } from "./hours.ts";

export interface EvaluateInput {
  /** Open times of the candles that are looked at; default: all stored. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Default: the configured one. */
  readonly type?: "LSTM" | "GRU" | undefined;
  /** A small network, few folds: shows that everything works, not how well. */
  readonly quick: boolean;
  readonly seed: number;
  readonly scheme: FoldScheme;
}

export interface EvaluationReport extends EvaluationTables {
  readonly folds: readonly JsonFold[];
  readonly data: {
    readonly from: string;
    readonly to: string;
    readonly coins: readonly string[];
    readonly candles: number;
    /** 24 h test forecasts of each model. */
    readonly forecasts: number;
    readonly stride_hours: number;
    readonly scheme: FoldScheme;
    readonly dropped: { readonly gap: number; readonly nan: number; readonly label: number };
    readonly simulated: boolean;
  };
  readonly seed: number;
  readonly seconds: number;
  /** Seconds of work; Workers side by side add up to more than the clock showed. */
  readonly parts: readonly { readonly part: string; readonly seconds: number }[];
}

export interface JsonFold {
  readonly fold: number;
  readonly train_from: string;
  readonly train_to: string;
  readonly calibrate_from: string;
  readonly calibrate_to: string;
  readonly test_from: string;
  readonly test_to: string;
  readonly held_out: readonly string[];
  readonly steps: number;
  readonly seconds: number;
}

export interface EvaluationOutcome {
  /** Of the stored evaluation. */
  readonly id: string;
  readonly report: EvaluationReport;
  /** By model, the network first; in order of time. */
  readonly forecasts: ReadonlyMap<string, readonly TestForecast[]>;
}

/** Two Workers for two cores; a training step has one thread. */
const WORKERS = 2;
const FULL = { folds: 6, steps: 400, strideHours: 6, resamples: 1000, network: {} };
const QUICK = {
  folds: 2,
  steps: 40,
  strideHours: 12,
  resamples: 200,
  network: { units: 8, layers: 1, batchSize: 32, validateEverySteps: 20 },
};

/**
 * Evaluates the network and the baselines on the stored candles, walking forward through time, and stores the
 * report. Nothing that is served changes.
 * @throws Error in plain words: no candles, too short a history, no engine, stopped
 */
export async function evaluateModels(
  context: JobContext,
  input: EvaluateInput,
  report: ReportProgress = () => {},
): Promise<EvaluationOutcome> {
  const { db, signal, now } = context;
  const startedMs = now();
  report({ ...NO_PROGRESS, message: "Reading candles" });
  const series = await readCandles(context, input);
  const readMs = now();
  const plan = input.quick ? QUICK : FULL;
  const options = await walkOptions(context, input, plan);
  const onProgress = (progress: WalkProgress) => report(toProgress(progress));
  const walk = await walkForward(series, options, { onProgress, signal });
  const walkedMs = now();
  report({ ...NO_PROGRESS, message: "Computing the metrics" });
  const { resamples } = plan;
  const tables = tabulate({
    forecasts: walk.forecasts,
    isHeldOut: heldOutTest(walk),
    seed: input.seed,
    resamples,
  });
  const seconds = (now() - startedMs) / 1000;
  const evaluation: EvaluationReport = {
    ...tables,
    folds: walk.folds.map(toJsonFold),
    data: {
      ...describeData(series, walk, options),
      simulated: await hasSimulatedSource(db),
    },
    seed: input.seed,
    seconds,
    parts: [
      { part: "reading candles", seconds: (readMs - startedMs) / 1000 },
      ...walk.parts.map((one) => ({ ...one, part: PART_NAMES[one.part] ?? one.part })),
      { part: "metrics", seconds: (now() - walkedMs) / 1000 },
    ],
  };
  const id = await saveEvaluation(db, {
    modelType: options.network.type,
    isQuick: input.quick,
    seconds,
    report: evaluation,
    madeAtMs: now(),
  });
  return { id, report: evaluation, forecasts: walk.forecasts };
}

const NO_PROGRESS = { done: 0, total: null, unit: "folds", ratePerSecond: null, secondsLeft: null };
const PART_NAMES: Readonly<Record<string, string>> = {
  lstm: "training and forecasting, lstm",
  gru: "training and forecasting, gru",
};

async function readCandles(
  { db, now }: JobContext,
  { fromMs, toMs }: EvaluateInput,
): Promise<CoinSeries[]> {
  // Coins that are no longer traded stay in: leaving them out would know the future. In the order of their
  // names and not of today's rank, so that the same candles give the same report.
  const coins = await listCryptocurrencies(db);
  const series = await readSeries(db.read, {
    symbols: coins.map(({ symbol }) => symbol).sort(),
    ...(fromMs !== undefined && { fromMs }),
    toMs: Math.min(toMs ?? Infinity, lastClosedHour(now())),
  });
  if (series.length === 0) {
    throw new Error("There are no candles to evaluate on: collect or import some first.");
  }
  return series;
}

async function walkOptions(
  { config }: JobContext,
  input: EvaluateInput,
  plan: typeof FULL | typeof QUICK,
): Promise<WalkOptions> {
  return {
    folds: plan.folds,
    steps: plan.steps,
    strideHours: plan.strideHours,
    scheme: input.scheme,
    workers: WORKERS,
    network: {
      type: input.type ?? config.modelType,
      sequenceLength: config.sequenceLength,
      horizonHours: config.horizonHours,
      engine: await chooseEngine(config.trainingEngine),
      seed: input.seed,
      ...plan.network,
    },
  };
}

/** `auto` goes by a stopwatch; the same seed must give the same report. */
async function chooseEngine(configured: string): Promise<TrainingOptions["engine"]> {
  if (configured !== "auto") return configured as TrainingOptions["engine"];
  return await nativeRuntimeLoads() ? "onnx" : "onnx-wasm";
}

function toProgress({ fold, folds, finished, part, training }: WalkProgress) {
  const known = (value: number | undefined) => Number.isFinite(value) ? value! : null;
  const step = training && training.steps > 0 ? `, step ${training.step} of ${training.steps}` : "";
  return {
    ...NO_PROGRESS,
    done: finished,
    total: folds,
    message: `Fold ${fold}, ${part}${step}`,
    ...(training && {
      loss: known(training.validationLoss),
      naiveLoss: known(training.naiveLoss),
    }),
  };
}

function heldOutTest({ folds }: WalkResult): (forecast: TestForecast) => boolean {
  return ({ symbol, madeAtMs }) =>
    folds.some(({ fold }) =>
      madeAtMs > fold.test.fromMs && madeAtMs <= fold.test.toMs && fold.heldOut.includes(symbol)
    );
}

function describeData(series: readonly CoinSeries[], walk: WalkResult, options: WalkOptions) {
  const first = Math.min(...series.map((one) => one.openTime[0] ?? Infinity));
  const last = Math.max(...series.map((one) => one.openTime.at(-1) ?? -Infinity));
  return {
    from: toIso(first),
    to: toIso(last),
    coins: series.map((one) => one.symbol),
    candles: series.reduce((sum, one) => sum + one.openTime.length, 0),
    forecasts: walk.forecasts.values().next().value?.length ?? 0,
    stride_hours: options.strideHours,
    scheme: options.scheme,
    dropped: walk.dropped,
  };
}

function toJsonFold({ fold, steps, seconds }: WalkResult["folds"][number]): JsonFold {
  const { blocks, calibrate, test, heldOut } = fold;
  return {
    fold: fold.number,
    train_from: toIso(blocks.train.fromMs),
    train_to: toIso(blocks.train.toMs),
    calibrate_from: toIso(calibrate.fromMs),
    calibrate_to: toIso(calibrate.toMs),
    test_from: toIso(test.fromMs),
    test_to: toIso(test.toMs),
    held_out: heldOut,
    steps,
    seconds,
  };
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
