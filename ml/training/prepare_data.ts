import { fitNaiveQuantiles } from "../baselines/naive.ts";
import { buildDataset, type Dataset } from "../dataset.ts";
import { describeInputs, type InputReference } from "../drift.ts";
import { type CoinFeatures, computeFeatures, featureNames } from "../features/feature_set.ts";
import { fitScaler, type Scaler } from "../scaler.ts";
import type { CoinSeries } from "../series.ts";
import { planBlocks, type TrainingBlocks } from "./blocks.ts";
import type { ResolvedTrainingOptions } from "./options.ts";

/** One dataset per block of time, the scaler fitted on the first one alone. */
export interface TrainingData {
  readonly blocks: TrainingBlocks;
  readonly scaler: Scaler;
  /** What the inputs of the training block look like. */
  readonly inputs: InputReference;
  readonly train: Dataset;
  readonly stop: Dataset;
  readonly calibrate: Dataset;
  readonly report: Dataset;
  /** The unconditional quantiles of the training targets, H×5. */
  readonly naiveQuantiles: Float32Array;
}

/** @throws RangeError when the history is too short for any of the blocks */
export function prepareData(
  series: readonly CoinSeries[],
  options: ResolvedTrainingOptions,
): TrainingData {
  const features = withoutCoins(computeFeatures([...series]), options.heldOutCoins);
  const blocks = options.blocks ?? planBlocks(series, options);
  const scaler = fitTrainingScaler(features, blocks);
  const datasetOf = (name: keyof TrainingBlocks): Dataset => {
    const dataset = buildDataset(features, { ...options, ...blocks[name], scaler });
    if (dataset.size > 0) return dataset;
    const { gap, nan, label } = dataset.dropped;
    throw new RangeError(
      `The history is too short to train on: no window of ${options.sequenceLength} hours lies in ` +
        `the ${name} block (${gap} cross a gap, ${nan} undefined, ${label} without outcome).`,
    );
  };
  const train = datasetOf("train");
  return {
    blocks,
    scaler,
    inputs: describeInputs(features, { block: blocks.train, names: featureNames }),
    train,
    stop: datasetOf("stop"),
    calibrate: datasetOf("calibrate"),
    report: datasetOf("report"),
    naiveQuantiles: fitNaiveQuantiles(train),
  };
}

/** The same features without a row of the named coins: no sample and no scale comes from them. */
export function withoutCoins(
  features: readonly CoinFeatures[],
  symbols: readonly string[],
): CoinFeatures[] {
  return features.map((one) => symbols.includes(one.symbol) ? { ...one, rows: 0 } : one);
}

function fitTrainingScaler(features: readonly CoinFeatures[], { train }: TrainingBlocks): Scaler {
  try {
    return fitScaler(features, { block: train, names: featureNames });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(`The history is too short to train on. ${why}`, { cause });
  }
}
