import { pointModel } from "./point_model.ts";

/**
 * The naive forecast, a random walk without drift: the price stays where it is, with ranges as wide
 * as the training block's returns were in units of trailing volatility.
 */
export const zero = pointModel(
  "zero",
  () => (dataset, indexes) => new Float64Array(indexes.length * dataset.horizons),
);
