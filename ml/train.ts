import { loadTensorflow } from "./backend.ts";
import { initialOptimizerState } from "./engines/adam.ts";
import type { EngineSpec } from "./engines/engine.ts";
import { type SelectedEngine, selectEngine } from "./engines/select_engine.ts";
import { QUANTILES } from "./forecast.ts";
import { initialWeights } from "./initial_weights.ts";
import { flattenParameters, splitParameters } from "./network.ts";
import { checkAgreement, exportOnnx } from "./onnx/export.ts";
import type { CoinSeries } from "./series.ts";
import { assess, ASSESSED_SAMPLES } from "./training/assess.ts";
import { encodeCheckpoint } from "./training/checkpoint.ts";
import { describeModel, describeRun } from "./training/describe.ts";
import { type BlockForecasts, forecastBlock, meanPinball } from "./training/evaluate_block.ts";
import { fit, type FitResult } from "./training/fit.ts";
import { withForecaster } from "./training/forecaster.ts";
import type { TrainingOptions } from "./training/options.ts";
import type { TrainingHooks, TrainingPhase, TrainingResult } from "./training/result.ts";
import type { TrainingData } from "./training/prepare_data.ts";
import {
  fingerprintOf,
  NO_PROGRESS,
  type Run,
  startRun,
  VALIDATION_SAMPLES,
} from "./training/run.ts";
import { fitShrinkage, shrinkQuantiles, shrinkWeights } from "./training/shrink.ts";

export type { TrainingOptions } from "./training/options.ts";
export type {
  TrainingHooks,
  TrainingPhase,
  TrainingProgress,
  TrainingReport,
  TrainingResult,
} from "./training/result.ts";

/** Milliseconds that export and agreement take, with room to spare. */
const EXPORT_RESERVE_MS = 2500;

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
      async (forecast) =>
        shrunkLoss(data, await forecastBlock(data.stop, forecast, VALIDATION_SAMPLES)),
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

/**
 * The loss with the best shrinkage: a network whose spreads are good is worth keeping while its median is
 * still noise. Never above the naive loss; `assess` fits the shrinkage that is served on hours of its own.
 */
function shrunkLoss({ naiveQuantiles }: TrainingData, forecasts: BlockForecasts): number {
  const shrinkage = fitShrinkage(forecasts, naiveQuantiles);
  const predicted = shrinkQuantiles(forecasts.predicted, naiveQuantiles, shrinkage);
  return meanPinball({ ...forecasts, predicted });
}

/** The budget less what is gone and less what evaluation and export will take. */
function allowedMs({ options, startedMs, now }: Run, validationMs: number): number {
  if (options.budgetMs === undefined) return Infinity;
  const evaluation = validationMs * 3 * ASSESSED_SAMPLES / VALIDATION_SAMPLES;
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
