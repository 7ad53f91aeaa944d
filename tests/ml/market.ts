import type { TrainingOptions } from "../../ml/train.ts";
import type { CoinSeries } from "../../ml/series.ts";
import { randomSeries } from "./random_series.ts";

/** Hours that suffice for every block of a small training. */
export const SMALL_HOURS = 1400;

/** Three coins of random walks, for trainings of seconds. */
export function smallMarket(hours = SMALL_HOURS): CoinSeries[] {
  return ["BTC", "ETH", "SOL"].map((symbol, place) =>
    randomSeries({ symbol, hours, seed: place + 1 })
  );
}

/** A network and run small enough for a test. */
export function smallTraining(more: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    type: "LSTM",
    sequenceLength: 24,
    horizonHours: 6,
    epochs: 2,
    batchSize: 32,
    units: 8,
    seed: 7,
    engine: "onnx",
    trainStride: 2,
    validateEverySteps: 10,
    ...more,
  };
}
