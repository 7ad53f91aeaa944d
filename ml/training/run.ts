import { FEATURE_SET_VERSION, featureNames } from "../features/feature_set.ts";
import { QUANTILES } from "../forecast.ts";
import type { NetworkShape } from "../network.ts";
import type { CoinSeries } from "../series.ts";
import { evenHours } from "./batches.ts";
import { type Checkpoint, decodeCheckpoint } from "./checkpoint.ts";
import { meanPinball, repeatQuantiles } from "./evaluate_block.ts";
import type { FitProgress } from "./fit.ts";
import {
  type ResolvedTrainingOptions,
  resolveTrainingOptions,
  type TrainingOptions,
} from "./options.ts";
import { prepareData, type TrainingData } from "./prepare_data.ts";
import type { TrainingHooks } from "./result.ts";

/** Windows of the validation block at each look. */
export const VALIDATION_SAMPLES = 768;

/** What the steps of one training share. */
export interface Run {
  readonly options: ResolvedTrainingOptions;
  readonly hooks: TrainingHooks;
  readonly now: () => number;
  readonly startedMs: number;
  readonly data: TrainingData;
  readonly shape: NetworkShape;
  readonly naiveLoss: number;
  readonly resume: Checkpoint | null;
}

/** Features, blocks, datasets and the network's shape, from raw series. @throws as `trainForecaster` */
export function startRun(
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

export const NO_PROGRESS: FitProgress = {
  step: 0,
  steps: 0,
  loss: NaN,
  validationLoss: NaN,
  secondsLeft: NaN,
  stepsPerSecond: NaN,
};

/** On the same samples as the validation loss, so that the two can be compared. */
function naiveLossOf({ stop, naiveQuantiles }: TrainingData): number {
  const indexes = evenHours(stop, VALIDATION_SAMPLES);
  const actual = new Float32Array(indexes.length * stop.horizons);
  stop.fillTargets(indexes, actual);
  return meanPinball(repeatQuantiles(naiveQuantiles, actual));
}

export function fingerprintOf(shape: NetworkShape, options: ResolvedTrainingOptions): string {
  const { sequenceLength, horizonHours, seed } = options;
  return JSON.stringify([FEATURE_SET_VERSION, shape, sequenceLength, horizonHours, seed]);
}
