import {
  type CandleSeries,
  championModel,
  insertModel,
  promoteModel,
  readSeries,
  rejectModel,
  type StoredModel,
  storeModelFile,
} from "../db/mod.ts";
import { installModel, modelPaths } from "../ml/manifest.ts";
import { runTraining } from "../ml/run_training.ts";
import { planMemory } from "../ml/training/memory_plan.ts";
import { DEFAULT_BATCH_SIZE } from "../ml/training/options.ts";
import type { TrainingOptions, TrainingProgress, TrainingResult } from "../ml/train.ts";
import { removeStrayModels } from "./stray_models.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { lastClosedHour } from "./hours.ts";
import { judgeCandidate, type Judgement } from "./judge_candidate.ts";
import { createLossCurve, type LossCurve } from "./loss_curve.ts";
import { pruneModels } from "./prune_models.ts";
import { openCheckpoint } from "./training_checkpoint.ts";

export interface RetrainInput {
  /** Default: the configured one. */
  readonly type?: "LSTM" | "GRU";
  readonly epochs?: number;
  /** Wall-clock limit of the training; default: the configured one. */
  readonly budgetMs?: number;
  /** A small network on few steps: shows that everything works, not how well. */
  readonly quick?: boolean;
}

export interface RetrainResult {
  readonly modelId: string;
  readonly type: "LSTM" | "GRU";
  readonly promoted: boolean;
  /** Why, in one sentence with its numbers. */
  readonly decision: string;
  readonly pinball: number;
  readonly naivePinball: number;
  readonly seconds: number;
  readonly engine: string;
  /** True when it went on from the checkpoint of a training that was interrupted. */
  readonly resumed: boolean;
}

/** Nine minutes: with reading, features and judging, fifty coins and two years stay under ten. */
const DEFAULT_BUDGET_MS = 9 * 60_000;
const DEFAULT_EPOCHS = 30;
const QUICK = { units: 16, layers: 1, epochs: 1, trainStride: 24, budgetMs: 30_000 };

/**
 * Trains a candidate on all stored candles, installs and registers it, and promotes it when it is no
 * worse than the naive forecast and than the champion on the same held-back hours; else it is kept as
 * rejected, with the reason. The caller holds the claim on job `train`, so that one training runs at a
 * time. A killed training goes on from its checkpoint, and leaves no half-made model.
 * @throws Error when there is too little history, no engine, or the training failed.
 */
export async function retrainModel(
  context: JobContext,
  input: RetrainInput = {},
  report: ReportProgress = () => {},
): Promise<RetrainResult> {
  const { db, config } = context;
  await removeStrayModels(context);
  report({ ...NO_PROGRESS, message: "Reading candles" });
  const checkpoint = await openCheckpoint(context);
  const toMs = checkpoint.candlesToMs ?? lastClosedHour(context.now());
  const candles = await readSeries(db, { toMs });
  if (candles.length === 0) {
    throw new Error("There are no candles to train on: collect some first.");
  }
  const { options, series } = fitIntoMemory(context, candles, trainingOptions(context, input));
  const champion = await championModel(db);
  const curve = createLossCurve();
  const result = await runTraining(series, options, {
    signal: context.signal,
    resumeFrom: checkpoint.resumeFrom,
    onCheckpoint: (bytes) => checkpoint.save(bytes, toMs),
    onProgress: (progress) => report(toProgress(progress, options, curve)),
  });
  await checkpoint.remove();
  const judgement = await judgeCandidate(context, result, champion, series);
  await installModel(config.modelsDir, result.manifest.id, result.onnx, result.manifest);
  await register(context, result, judgement);
  await pruneModels(context);
  const { validation } = result.report;
  const { steps } = result.report;
  report({
    ...NO_PROGRESS,
    done: steps,
    total: steps,
    message: judgement.decision,
    curve: curve.points(),
    ...losses(validation),
  });
  return {
    modelId: result.manifest.id,
    type: result.manifest.type,
    ...judgement,
    pinball: validation.pinball,
    naivePinball: validation.naivePinball,
    seconds: result.report.seconds,
    engine: result.report.engine,
    resumed: result.report.resumed,
  };
}

const NO_PROGRESS = {
  done: 0,
  total: null,
  unit: "steps",
  ratePerSecond: null,
  secondsLeft: null,
};

function losses(validation: { readonly pinball: number; readonly naivePinball: number }) {
  return { loss: validation.pinball, naiveLoss: validation.naivePinball };
}

function trainingOptions({ config }: JobContext, input: RetrainInput): TrainingOptions {
  const quick = input.quick ? QUICK : {};
  return {
    type: input.type ?? config.modelType,
    sequenceLength: config.sequenceLength,
    horizonHours: config.horizonHours,
    engine: config.trainingEngine as TrainingOptions["engine"],
    seed: 1,
    epochs: DEFAULT_EPOCHS,
    budgetMs: config.trainingBudgetMs ?? DEFAULT_BUDGET_MS,
    ...quick,
    ...(input.epochs !== undefined && { epochs: input.epochs }),
    ...(input.budgetMs !== undefined && { budgetMs: input.budgetMs }),
  };
}

/** With less memory than wished for: smaller batches, then less history; the log says so. */
function fitIntoMemory(
  { config, log }: JobContext,
  series: readonly CandleSeries[],
  options: TrainingOptions,
) {
  const { trainingMemoryMb: limitMb } = config;
  if (limitMb === undefined) return { series, options };
  const plan = planMemory(series, { batchSize: DEFAULT_BATCH_SIZE, limitMb });
  if (plan.series !== series) {
    const days = Math.max(...plan.series.map(({ openTime }) => openTime.length)) / 24;
    log.info(`${limitMb.toFixed(0)} MB are enough to train on the last ${days.toFixed(0)} days.`);
  }
  return { series: plan.series, options: { ...options, batchSize: plan.batchSize } };
}

const PHASES: Readonly<Record<TrainingProgress["phase"], string>> = {
  preparing: "Computing features",
  training: "Training",
  evaluating: "Comparing with the naive forecast",
  exporting: "Exporting the model",
};

function toProgress(
  progress: TrainingProgress,
  { type }: TrainingOptions,
  curve: LossCurve,
) {
  curve.add({ step: progress.step, loss: progress.validationLoss });
  const known = (value: number) => Number.isFinite(value) ? value : null;
  return {
    done: progress.step,
    total: progress.steps > 0 ? progress.steps : null,
    unit: "steps",
    ratePerSecond: known(progress.stepsPerSecond),
    secondsLeft: known(progress.secondsLeft),
    message: `${PHASES[progress.phase]} (${type})`,
    loss: known(progress.validationLoss),
    naiveLoss: known(progress.naiveLoss),
    curve: curve.points(),
  };
}

async function register(
  context: JobContext,
  { manifest, onnx: bytes, report }: TrainingResult,
  { promoted, decision }: Judgement,
): Promise<StoredModel> {
  const { db, config, log } = context;
  const { onnx } = modelPaths(config.modelsDir, manifest.id);
  const model = await db.transaction(async (tx) => {
    const inserted = await insertModel(tx, {
      id: manifest.id,
      type: manifest.type,
      engine: manifest.engine,
      manifest,
      filePath: onnx.slice(config.modelsDir.length).replace(/^[\\/]+/, ""),
      sha256: manifest.sha256,
      metrics: { ...report.validation, seconds: report.seconds, steps: report.steps },
      trainedAtMs: manifest.createdAtMs,
    });
    // Other processes have other folders: they fetch it from the database.
    await storeModelFile(tx, { modelId: manifest.id, bytes });
    return inserted;
  });
  log.info(`Model ${manifest.id}: ${decision}`, { model: manifest.id, promoted });
  if (promoted) await promoteModel(db, { modelId: manifest.id, decision });
  else await rejectModel(db, { modelId: manifest.id, decision });
  return model;
}
