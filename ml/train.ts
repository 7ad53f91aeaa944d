import { loadTensorflow } from "./backend.ts";
import { initialOptimizerState } from "./engines/adam.ts";
import type { EngineName, EngineSpec } from "./engines/engine.ts";
import { type SelectedEngine, selectEngine } from "./engines/select_engine.ts";
import { FEATURE_SET_VERSION, featureNames } from "./features/feature_set.ts";
import { QUANTILES } from "./forecast.ts";
import { initialWeights } from "./initial_weights.ts";
import { type Manifest, sha256 } from "./manifest.ts";
import { flattenParameters, type NetworkShape, splitParameters } from "./network.ts";
import { checkAgreement, exportOnnx } from "./onnx/export.ts";
import type { CoinSeries } from "./series.ts";
import {
  assess,
  ASSESSED_SAMPLES,
  type AssessedModel,
  type Assessment,
} from "./training/assess.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./training/checkpoint.ts";
import { evenlySpread } from "./training/batches.ts";
import { forecastBlock, meanPinball, repeatQuantiles } from "./training/evaluate_block.ts";
import { fit, type FitProgress, type FitResult } from "./training/fit.ts";
import { withForecaster } from "./training/forecaster.ts";
import {
  type ResolvedTrainingOptions,
  resolveTrainingOptions,
  type TrainingOptions,
} from "./training/options.ts";
import { prepareData, type TrainingData } from "./training/prepare_data.ts";
import { type Shrinkage, shrinkWeights } from "./training/shrink.ts";

export type { TrainingOptions } from "./training/options.ts";

export type TrainingPhase = "preparing" | "training" | "evaluating" | "exporting";

/** Losses are mean pinball losses in scaled units; `NaN` until known. */
export interface TrainingProgress extends FitProgress {
  readonly phase: TrainingPhase;
  /** What the naive forecast scores on the validation block: the loss to beat. */
  readonly naiveLoss: number;
}

export interface TrainingHooks {
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Receives the state of training every `checkpointEveryMs`, for `resumeFrom`. */
  readonly onCheckpoint?: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** A checkpoint of an interrupted training; one that does not fit is ignored. */
  readonly resumeFrom?: Uint8Array | undefined;
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch; by default the system's clock. */
  readonly now?: () => number;
}

export interface TrainingReport {
  /** From the last of the held-back blocks; see `Assessment`. */
  readonly validation: Assessment;
  readonly shrinkage: Shrinkage;
  readonly stoppedBecause: FitResult["stoppedBecause"];
  readonly steps: number;
  readonly seconds: number;
  readonly engine: EngineName;
  readonly engineReason: string;
  readonly agreement: number;
  /** Training windows, and windows left out by reason. */
  readonly windows: number;
  readonly dropped: TrainingData["train"]["dropped"];
  readonly resumed: boolean;
}

export interface TrainingResult {
  readonly onnx: Uint8Array<ArrayBuffer>;
  readonly manifest: Manifest;
  readonly report: TrainingReport;
}

/** Windows of the validation block at each look. */
const VALIDATION_SAMPLES = 768;
/** Milliseconds that export and agreement take, with room to spare. */
const EXPORT_RESERVE_MS = 2500;

/** What the steps of one training share. */
interface Run {
  readonly options: ResolvedTrainingOptions;
  readonly hooks: TrainingHooks;
  readonly now: () => number;
  readonly startedMs: number;
  readonly data: TrainingData;
  readonly shape: NetworkShape;
  readonly naiveLoss: number;
  readonly resume: Checkpoint | null;
}

/**
 * Trains a forecaster on all coins at once: features, split by time, scaling on the training block, fitting
 * with early stopping, conformal calibration and figures on held-back blocks, export to ONNX, agreement with
 * tf.js. The same series, options and seed give the same model where no time budget is set.
 * @throws Error in plain words: options out of range, history too short, no engine, training diverged,
 * aborted, or an export that does not agree
 */
export async function trainForecaster(
  series: readonly CoinSeries[],
  options: TrainingOptions,
  hooks: TrainingHooks = {},
): Promise<TrainingResult> {
  const run = startRun(series, options, hooks);
  const { engine, reason } = await openEngine(run);
  let result: FitResult;
  try {
    result = await fitEngine(run, engine);
  } finally {
    await engine.dispose();
  }
  const fitted = splitParameters(run.shape, result.parameters);
  announce(run, "evaluating", result);
  const { sequenceLength } = run.options;
  const assessed = await withForecaster(
    run.shape,
    sequenceLength,
    fitted,
    (forecast) => assess(run.data, forecast),
  );
  const weights = shrinkWeights(
    run.shape,
    fitted,
    run.data.naiveQuantiles,
    assessed.shrinkage,
  );
  announce(run, "exporting", result);
  const onnx = exportOnnx(run.shape, weights);
  const network = { shape: run.shape, weights, sequenceLength };
  const agreement = await checkAgreement(await loadTensorflow(), onnx, network, options.seed);
  const outcome = { ...assessed, result, agreement, engine: engine.name, reason };
  return {
    onnx,
    manifest: await describeModel(run, series, onnx, outcome),
    report: describeRun(run, outcome),
  };
}

function startRun(
  series: readonly CoinSeries[],
  given: TrainingOptions,
  hooks: TrainingHooks,
): Run {
  const options = resolveTrainingOptions(given);
  const now = hooks.now ?? Date.now;
  const startedMs = now();
  hooks.onProgress?.({ phase: "preparing", naiveLoss: NaN, ...NO_PROGRESS });
  const data = prepareData(series, options);
  const shape = {
    type: options.type,
    layers: options.layers,
    units: options.units,
    features: featureNames.length,
    outputs: options.horizonHours * QUANTILES.length,
  };
  return {
    options,
    hooks,
    now,
    startedMs,
    data,
    shape,
    naiveLoss: naiveLossOf(data),
    resume: hooks.resumeFrom
      ? decodeCheckpoint(hooks.resumeFrom, fingerprintOf(shape, options))
      : null,
  };
}

const NO_PROGRESS: FitProgress = {
  step: 0,
  steps: 0,
  loss: NaN,
  validationLoss: NaN,
  secondsLeft: NaN,
  stepsPerSecond: NaN,
};

/** On the same samples as the validation loss, so that the two can be compared. */
function naiveLossOf({ stop, naiveQuantiles }: TrainingData): number {
  const indexes = evenlySpread(stop.size, VALIDATION_SAMPLES);
  const actual = new Float32Array(indexes.length * stop.horizons);
  stop.fillTargets(indexes, actual);
  return meanPinball(repeatQuantiles(naiveQuantiles, actual));
}

function fingerprintOf(shape: NetworkShape, options: ResolvedTrainingOptions): string {
  const { sequenceLength, horizonHours, seed } = options;
  return JSON.stringify([FEATURE_SET_VERSION, shape, sequenceLength, horizonHours, seed]);
}

function openEngine({ options, shape, data, resume }: Run): Promise<SelectedEngine> {
  const spec: EngineSpec = {
    shape,
    batchSize: options.batchSize,
    sequenceLength: options.sequenceLength,
    dropout: options.dropout,
    loss: { kind: "pinball", quantiles: QUANTILES },
    clipNorm: 1,
    seed: options.seed,
  };
  // The first forecasts are the naive ones: training can only go on from there.
  const start = initialWeights(shape, options.seed, data.naiveQuantiles);
  const state = resume?.state ?? initialOptimizerState(flattenParameters(shape, start));
  return selectEngine(options.engine, spec, state);
}

async function fitEngine(run: Run, engine: SelectedEngine["engine"]): Promise<FitResult> {
  const { options, hooks, now, data, shape, naiveLoss } = run;
  const { sequenceLength } = options;
  const validate = (weights: readonly Float32Array[]) =>
    withForecaster(
      shape,
      sequenceLength,
      weights,
      async (forecast) => meanPinball(await forecastBlock(data.stop, forecast, VALIDATION_SAMPLES)),
    );
  const beforeMs = now();
  if (options.budgetMs !== undefined) await validate(engine.weights());
  const validationMs = now() - beforeMs;
  const onCheckpoint = hooks.onCheckpoint;
  return await fit({
    engine,
    train: data.train,
    options,
    allowedMs: allowedMs(run, validationMs),
    validate,
    fingerprint: fingerprintOf(shape, options),
    resume: run.resume,
    now,
    signal: hooks.signal,
    onProgress: (progress) => hooks.onProgress?.({ phase: "training", naiveLoss, ...progress }),
    onCheckpoint: onCheckpoint && ((checkpoint) => onCheckpoint(encodeCheckpoint(checkpoint))),
  });
}

/** The budget less what is gone and less what evaluation and export will take. */
function allowedMs({ options, startedMs, now }: Run, validationMs: number): number {
  if (options.budgetMs === undefined) return Infinity;
  const evaluation = validationMs * 2 * ASSESSED_SAMPLES / VALIDATION_SAMPLES;
  const left = options.budgetMs - (now() - startedMs) - evaluation - EXPORT_RESERVE_MS;
  return Math.max(1, left);
}

function announce({ hooks, naiveLoss }: Run, phase: TrainingPhase, result: FitResult): void {
  hooks.onProgress?.({
    ...NO_PROGRESS,
    phase,
    naiveLoss,
    step: result.steps,
    steps: result.steps,
    validationLoss: result.validationLoss,
  });
}

interface Outcome extends AssessedModel {
  readonly result: FitResult;
  readonly agreement: number;
  readonly engine: EngineName;
  readonly reason: string;
}

async function describeModel(
  { options, data, shape, now }: Run,
  series: readonly CoinSeries[],
  onnx: Uint8Array<ArrayBuffer>,
  { result, shrinkage, calibration, agreement, engine, reason }: Outcome,
): Promise<Manifest> {
  const hash = await sha256(onnx);
  const createdAtMs = now();
  const day = new Date(createdAtMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  return {
    format: 1,
    id: `${shape.type.toLowerCase()}-${day}-${hash.slice(0, 8)}`,
    type: shape.type,
    layers: shape.layers,
    units: shape.units,
    sequenceLength: options.sequenceLength,
    horizonHours: options.horizonHours,
    quantiles: [...QUANTILES],
    features: { version: FEATURE_SET_VERSION, names: [...featureNames] },
    scaler: data.scaler,
    shrinkage,
    calibration: { ...calibration } as Manifest["calibration"],
    blocks: data.blocks,
    coins: series.map((one) => one.symbol),
    seed: options.seed,
    steps: result.steps,
    bestStep: result.bestStep,
    engine,
    engineReason: reason,
    agreement,
    sha256: hash,
    createdAtMs,
  };
}

function describeRun(run: Run, outcome: Outcome): TrainingReport {
  return {
    validation: outcome.assessment,
    shrinkage: outcome.shrinkage,
    stoppedBecause: outcome.result.stoppedBecause,
    steps: outcome.result.steps,
    seconds: (run.now() - run.startedMs) / 1000,
    engine: outcome.engine,
    engineReason: outcome.reason,
    agreement: outcome.agreement,
    windows: run.data.train.size,
    dropped: run.data.train.dropped,
    resumed: run.resume !== null,
  };
}
