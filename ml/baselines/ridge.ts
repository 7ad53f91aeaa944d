import type { Dataset } from "../dataset.ts";
import { HOUR_MS } from "../series.ts";
import { type PointForecaster, pointModel, thinOut } from "./point_model.ts";
import { applyRidge, type Design, fitRidge, pickRows, squaredError } from "./ridge_fit.ts";

/** Samples to fit on: overlapping labels carry no more. */
const ENOUGH_SAMPLES = 30_000;
/** Penalties tried, per sample: inputs and targets have about unit variance. */
const PENALTIES = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30] as const;
/** Share of the block's time, at its end, on which the penalty is chosen. */
const CHOICE_SHARE = 0.25;
/** Windows read at once. */
const BATCH = 64;

/**
 * Ridge regression (Hoerl & Kennard 1970) on the features of the last hour, those that the network
 * gets, scaled alike; one equation per horizon. The penalty is the one with the least squared error
 * on the last quarter of the training block after fitting on what lies before, the labels' reach
 * left out between; the fit is then repeated on the whole block.
 */
export const ridge = pointModel("ridge", (train) => {
  const indexes = thinOut(train, ENOUGH_SAMPLES);
  const design = readDesign(train, indexes);
  const [weights] = fitRidge(design, [choosePenalty(train, indexes, design)]);
  const point: PointForecaster = (dataset, some) => {
    const { inputs } = readDesign(dataset, some);
    const scaled = applyRidge(weights!, inputs, dataset.featureCount, dataset.horizons);
    return toLogReturns(dataset, some, scaled);
  };
  return point;
});

/** The last hour of each window and all targets. */
function readDesign(dataset: Dataset, indexes: Int32Array): Design {
  const { featureCount, sequenceLength, horizons } = dataset;
  const window = featureCount * sequenceLength;
  const inputs = new Float32Array(indexes.length * featureCount);
  const targets = new Float32Array(indexes.length * horizons);
  const x = new Float32Array(BATCH * window);
  for (let start = 0; start < indexes.length; start += BATCH) {
    const some = indexes.subarray(start, start + BATCH);
    dataset.fill(some, x, targets.subarray(start * horizons));
    for (let place = 0; place < some.length; place++) {
      const end = (place + 1) * window;
      inputs.set(x.subarray(end - featureCount, end), (start + place) * featureCount);
    }
  }
  return { inputs, targets, featureCount, horizons };
}

function choosePenalty(train: Dataset, indexes: Int32Array, design: Design): number {
  const times = Float64Array.from(indexes, (index) => train.sampleAt(index).madeAtMs);
  const sorted = times.slice().sort();
  const cut = sorted[Math.floor(sorted.length * (1 - CHOICE_SHARE))]!;
  const reach = train.horizons * HOUR_MS;
  const before = pickRows(design, (row) => times[row]! <= cut - reach);
  const after = pickRows(design, (row) => times[row]! > cut);
  if (before.targets.length === 0) return PENALTIES[PENALTIES.length - 1]!;
  const errors = fitRidge(before, PENALTIES).map((weights) => squaredError(weights, after));
  return PENALTIES[errors.indexOf(Math.min(...errors))]!;
}

function toLogReturns(dataset: Dataset, indexes: Int32Array, scaled: Float64Array): Float64Array {
  const { horizons } = dataset;
  indexes.forEach((index, place) => {
    const { volatility } = dataset.sampleAt(index);
    for (let hour = 1; hour <= horizons; hour++) {
      scaled[place * horizons + hour - 1]! *= volatility * Math.sqrt(hour);
    }
  });
  return scaled;
}
