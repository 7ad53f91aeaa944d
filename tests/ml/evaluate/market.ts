import type { Fold } from "../../../ml/evaluate/folds.ts";
import { planFolds } from "../../../ml/evaluate/folds.ts";
import type { FoldTask } from "../../../ml/evaluate/run_fold.ts";
import { type CoinSeries, HOUR_MS } from "../../../ml/series.ts";
import { randomSeries } from "../random_series.ts";

const HOURS = 1500;

/** Five coins of random walks: enough to keep one out of training. */
export function fiveCoins(): CoinSeries[] {
  return ["BTC", "ETH", "SOL", "ADA", "XRP"].map((symbol, place) =>
    randomSeries({ symbol, hours: HOURS, seed: place + 1 })
  );
}

/** The first of two folds over the series. */
export function firstFold(series: readonly CoinSeries[]): Fold {
  const { openTime } = series[0]!;
  const [fold] = planFolds({
    fromMs: openTime[0]!,
    toMs: openTime.at(-1)! + HOUR_MS,
    folds: 2,
    scheme: "expanding",
    coins: series.map(({ symbol }) => symbol),
    sequenceLength: 24,
    horizonHours: 24,
    seed: 1,
  });
  return fold!;
}

/** A fold small enough for a test: a tiny network, few steps. */
export function smallTask(series: readonly CoinSeries[] = fiveCoins()): FoldTask {
  return {
    series,
    fold: firstFold(series),
    strideHours: 6,
    network: {
      type: "GRU",
      sequenceLength: 24,
      horizonHours: 24,
      epochs: 1,
      trainStride: 2,
      batchSize: 32,
      units: 4,
      layers: 1,
      seed: 3,
      engine: "onnx",
      validateEverySteps: 10,
    },
  };
}
