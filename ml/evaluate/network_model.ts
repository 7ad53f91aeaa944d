import type { FittedModel, ForecastModel } from "../baselines/baseline.ts";
import type { Dataset } from "../dataset.ts";
import { QUANTILES } from "../forecast.ts";
import { FORECAST_INPUT, FORECAST_OUTPUT } from "../onnx/export.ts";
import { type OnnxSession, openSession } from "../onnx/session.ts";
import type { CoinSeries } from "../series.ts";
import { trainForecaster, type TrainingOptions, type TrainingProgress } from "../train.ts";
import { centreMedians } from "../training/centre.ts";
import type { Fold } from "./folds.ts";

/** What the network of a fold is trained with; blocks and held-out coins come from the fold. */
export type NetworkOptions = Omit<TrainingOptions, "blocks" | "heldOutCoins" | "budgetMs">;

export interface TrainedNetwork extends FittedModel {
  readonly steps: number;
}

/** Windows in one run. */
const BATCH = 128;

/**
 * The network as a model like the baselines: `fit` is the whole training as `deno task train` does it, on
 * candles that end before the test block.
 */
export function networkModel(
  series: readonly CoinSeries[],
  fold: Fold,
  options: NetworkOptions,
  onProgress: (progress: TrainingProgress) => void,
): ForecastModel & { fit(...args: Parameters<ForecastModel["fit"]>): Promise<TrainedNetwork> } {
  return {
    name: options.type.toLowerCase(),
    async fit(_train, { signal }) {
      const past = series.map((one) => cutSeries(one, fold.test.fromMs));
      const trained = await trainForecaster(
        past,
        { ...options, blocks: fold.blocks, heldOutCoins: [...fold.heldOut] },
        { onProgress, ...(signal && { signal }) },
      );
      return {
        steps: trained.manifest.steps,
        predict: (dataset, indexes) => predictWith(trained.onnx, dataset, indexes),
      };
    },
  };
}

/** The candles that open before a moment. */
export function cutSeries(series: CoinSeries, toMs: number): CoinSeries {
  const found = series.openTime.findIndex((time) => time >= toMs);
  const end = found < 0 ? series.openTime.length : found;
  return {
    symbol: series.symbol,
    openTime: series.openTime.subarray(0, end),
    open: series.open.subarray(0, end),
    high: series.high.subarray(0, end),
    low: series.low.subarray(0, end),
    close: series.close.subarray(0, end),
    volume: series.volume.subarray(0, end),
    quoteVolume: series.quoteVolume.subarray(0, end),
  };
}

async function predictWith(
  onnx: Uint8Array,
  dataset: Dataset,
  indexes: Int32Array,
): Promise<Float32Array> {
  const session = await openSession(onnx);
  try {
    const quantiles = await predictBatches(session, dataset, indexes);
    const moments = Float64Array.from(indexes, (index) => dataset.sampleAt(index).madeAtMs);
    return centreMedians(quantiles, moments);
  } finally {
    await session.close();
  }
}

async function predictBatches(session: OnnxSession, dataset: Dataset, indexes: Int32Array) {
  const { horizons, sequenceLength, featureCount } = dataset;
  const width = horizons * QUANTILES.length;
  const out = new Float32Array(indexes.length * width);
  for (let start = 0; start < indexes.length; start += BATCH) {
    const some = indexes.subarray(start, start + BATCH);
    const x = new Float32Array(some.length * sequenceLength * featureCount);
    dataset.fill(some, x, new Float32Array(some.length * horizons));
    const dims = [some.length, sequenceLength, featureCount];
    const outputs = await session.run({ [FORECAST_INPUT]: { data: x, dims } });
    out.set(outputs[FORECAST_OUTPUT]!.data, start * width);
  }
  return out;
}
