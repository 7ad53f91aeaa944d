import type { Dataset } from "../dataset.ts";
import type { TrainingEngine } from "../engines/engine.ts";
import { planBatches } from "./batches.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { ResolvedTrainingOptions } from "./options.ts";
import { learningRateAt, trainingProgress } from "./schedule.ts";

/** Where the fitting of weights stands. */
export interface FitProgress {
  readonly step: number;
  /** Steps in all, estimated where time is the limit. */
  readonly steps: number;
  /** Training loss, smoothed over about 20 steps. */
  readonly loss: number;
  /** Latest pinball loss on the validation block. */
  readonly validationLoss: number;
  readonly secondsLeft: number;
  readonly stepsPerSecond: number;
}

export interface FitInput {
  readonly engine: TrainingEngine;
  readonly train: Dataset;
  readonly options: ResolvedTrainingOptions;
  /** Milliseconds for fitting in all; `Infinity` leaves the end to epochs and early stopping. */
  readonly allowedMs: number;
  /** Pinball loss of the given weights on the validation block. */
  readonly validate: (weights: readonly Float32Array[]) => Promise<number>;
  readonly fingerprint: string;
  readonly resume: Checkpoint | null;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (progress: FitProgress) => void;
  readonly onCheckpoint?: ((checkpoint: Checkpoint) => void) | undefined;
}

export interface FitResult {
  /** Flat weights of the best validation. */
  readonly parameters: Float32Array;
  readonly validationLoss: number;
  readonly steps: number;
  readonly bestStep: number;
  readonly stoppedBecause: "epochs" | "budget" | "no improvement";
}

const PROGRESS_EVERY_MS = 1000;

/** Longest memory of the averaged weights, in steps. */
const AVERAGE_STEPS = 100;

interface FitState {
  step: number;
  /** Running average of the weights: validated and kept in their place, since it is less noisy. */
  readonly average: Float32Array;
  loss: number;
  validationLoss: number;
  best: Float32Array;
  bestLoss: number;
  bestStep: number;
  withoutImprovement: number;
  validatedStep: number;
  readonly startedMs: number;
  reportedMs: number;
  savedMs: number;
}

/**
 * Trains until the epochs or the time are used up or the validation loss has not improved for `patience`
 * validations; keeps the weights of the best validation. Gives the event loop a turn each second.
 * @throws the signal's reason when aborted; Error when the loss is no longer a number
 */
export async function fit(input: FitInput): Promise<FitResult> {
  const { engine, options, train } = input;
  const plan = planBatches(train.size, { ...options, stride: options.trainStride });
  const totalSteps = plan.stepsPerEpoch * options.epochs;
  const state = startState(input);
  const x = new Float32Array(options.batchSize * train.sequenceLength * train.featureCount);
  const y = new Float32Array(options.batchSize * train.horizons);
  if (state.validatedStep < 0) await validate(input, state);
  let progress = progressOf(input, state, totalSteps);
  while (progress < 1 && state.withoutImprovement < options.patience) {
    input.signal?.throwIfAborted();
    train.fill(plan.batchAt(state.step), x, y);
    const { loss } = await engine.step(x, y, learningRateAt(progress, options.learningRate));
    recordStep(state, loss);
    updateAverage(state, engine.weights());
    if (state.step % options.validateEverySteps === 0) await validate(input, state);
    progress = progressOf(input, state, totalSteps);
    await reportAndSave(input, state, progress);
  }
  if (state.validatedStep !== state.step) await validate(input, state);
  return {
    parameters: state.best,
    validationLoss: state.bestLoss,
    steps: state.step,
    bestStep: state.bestStep,
    stoppedBecause: state.withoutImprovement >= options.patience
      ? "no improvement"
      : state.step >= totalSteps
      ? "epochs"
      : "budget",
  };
}

function startState({ engine, resume, now }: FitInput): FitState {
  const step = engine.state().steps;
  const nowMs = now();
  return {
    step,
    average: resume?.average.slice() ?? engine.state().parameters,
    loss: resume?.loss ?? NaN,
    validationLoss: resume?.validationLoss ?? Infinity,
    best: resume?.best ?? engine.state().parameters,
    bestLoss: resume?.bestLoss ?? Infinity,
    bestStep: resume?.bestStep ?? step,
    withoutImprovement: resume?.validationsWithoutImprovement ?? 0,
    validatedStep: resume ? step : -1,
    startedMs: nowMs - (resume?.elapsedMs ?? 0),
    reportedMs: nowMs,
    savedMs: nowMs,
  };
}

function progressOf({ now, allowedMs }: FitInput, state: FitState, totalSteps: number): number {
  const elapsedMs = now() - state.startedMs;
  return trainingProgress({ step: state.step, totalSteps, elapsedMs, allowedMs });
}

function recordStep(state: FitState, loss: number): void {
  if (!Number.isFinite(loss)) {
    throw new Error(`Training diverged: the loss of step ${state.step + 1} is ${loss}`);
  }
  state.step++;
  state.loss = Number.isNaN(state.loss) ? loss : 0.95 * state.loss + 0.05 * loss;
}

/** Exponential average of the weights (Polyak & Juditsky 1992), shorter at the start. */
function updateAverage({ average, step }: FitState, weights: readonly Float32Array[]): void {
  const share = Math.max(1 / AVERAGE_STEPS, 5 / (5 + step));
  let at = 0;
  for (const array of weights) {
    for (const value of array) {
      average[at]! += share * (value - average[at]!);
      at++;
    }
  }
}

async function validate({ engine, validate }: FitInput, state: FitState): Promise<void> {
  state.validationLoss = await validate(splitLike(engine.weights(), state.average));
  state.validatedStep = state.step;
  if (state.validationLoss < state.bestLoss) {
    state.bestLoss = state.validationLoss;
    state.best = state.average.slice();
    state.bestStep = state.step;
    state.withoutImprovement = 0;
  } else state.withoutImprovement++;
}

/** Cuts a flat vector as the given arrays are. */
function splitLike(arrays: readonly Float32Array[], flat: Float32Array): Float32Array[] {
  let offset = 0;
  return arrays.map(({ length }) => flat.slice(offset, offset += length));
}

async function reportAndSave(input: FitInput, state: FitState, progress: number): Promise<void> {
  const nowMs = input.now();
  if (nowMs - state.reportedMs >= PROGRESS_EVERY_MS) {
    state.reportedMs = nowMs;
    input.onProgress(describeProgress(state, progress, nowMs));
    // Without a turn of the event loop neither messages nor an abort would get through.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  if (input.onCheckpoint && nowMs - state.savedMs >= input.options.checkpointEveryMs) {
    state.savedMs = nowMs;
    input.onCheckpoint(toCheckpoint(input, state, nowMs));
  }
}

function describeProgress(state: FitState, progress: number, nowMs: number): FitProgress {
  const elapsedMs = nowMs - state.startedMs;
  return {
    step: state.step,
    steps: Math.max(state.step, Math.round(state.step / progress)),
    loss: state.loss,
    validationLoss: state.validationLoss,
    secondsLeft: elapsedMs / 1000 * (1 - progress) / progress,
    stepsPerSecond: state.step / (elapsedMs / 1000),
  };
}

function toCheckpoint({ engine, fingerprint }: FitInput, state: FitState, nowMs: number) {
  return {
    fingerprint,
    state: engine.state(),
    average: state.average,
    best: state.best,
    bestLoss: state.bestLoss,
    bestStep: state.bestStep,
    loss: state.loss,
    validationLoss: state.validationLoss,
    validationsWithoutImprovement: state.withoutImprovement,
    elapsedMs: nowMs - state.startedMs,
  };
}
