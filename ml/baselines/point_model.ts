import type { Dataset } from "../dataset.ts";
import { QUANTILES } from "../forecast.ts";
import { quantileOfSorted } from "../quantiles.ts";
import type { FitContext, FittedModel, ForecastModel } from "./baseline.ts";

/**
 * Expected log returns of samples, N×H, unscaled: hour h of sample i at i·H + h − 1. Uses
 * candles up to the row of each sample only.
 */
export type PointForecaster = (dataset: Dataset, indexes: Int32Array) => Float64Array;

/** Samples that unconditional quantiles of residuals need at most. */
const ENOUGH_SAMPLES = 20_000;
const MEDIAN = QUANTILES.indexOf(0.5);

/**
 * A model that knows a point only: the point is its median, and the other quantiles lie around it
 * as the residuals of the training block lay, per horizon, in units of trailing volatility. The
 * distance of the residuals' own median is left out, so that the median is the point itself.
 */
export function pointModel(
  name: string,
  fitPoint: (train: Dataset, context: FitContext) => PointForecaster,
): ForecastModel {
  return {
    name,
    fit(train, context) {
      const point = fitPoint(train, context);
      return aroundPoint(point, fitSpread(train, point));
    },
  };
}

function aroundPoint(point: PointForecaster, spread: Float32Array): FittedModel {
  return {
    predict(dataset, indexes) {
      const medians = scalePoints(dataset, indexes, point(dataset, indexes));
      const levels = QUANTILES.length;
      const out = new Float32Array(medians.length * levels);
      for (let cell = 0; cell < out.length; cell++) {
        out[cell] = medians[Math.floor(cell / levels)]! + spread[cell % spread.length]!;
      }
      return out;
    },
  };
}

/** Divides log returns by volatility · √h, the units of the dataset's targets; in place. */
function scalePoints(dataset: Dataset, indexes: Int32Array, points: Float64Array): Float64Array {
  const { horizons } = dataset;
  indexes.forEach((index, place) => {
    const { volatility } = dataset.sampleAt(index);
    for (let hour = 1; hour <= horizons; hour++) {
      points[place * horizons + hour - 1]! /= volatility * Math.sqrt(hour);
    }
  });
  return points;
}

/**
 * Quantiles of the training residuals around the point, H×5, the median's at zero.
 *
 * @throws RangeError for an empty dataset.
 */
function fitSpread(train: Dataset, point: PointForecaster): Float32Array {
  const indexes = thinOut(train, ENOUGH_SAMPLES);
  const medians = scalePoints(train, indexes, point(train, indexes));
  const targets = new Float32Array(medians.length);
  train.fillTargets(indexes, targets);
  const residuals = Float64Array.from(targets, (target, cell) => target - medians[cell]!);
  return residualQuantiles(residuals, train.horizons);
}

/** Quantiles of N×H residuals per horizon, H×5, the median's at zero. */
export function residualQuantiles(residuals: Float64Array, horizons: number): Float32Array {
  const spread = new Float32Array(horizons * QUANTILES.length);
  const column = new Float64Array(residuals.length / horizons);
  for (let horizon = 0; horizon < horizons; horizon++) {
    for (let row = 0; row < column.length; row++) {
      column[row] = residuals[row * horizons + horizon]!;
    }
    column.sort();
    QUANTILES.forEach((level, place) => {
      const quantile = place === MEDIAN ? 0 : quantileOfSorted(column, level);
      spread[horizon * QUANTILES.length + place] = quantile;
    });
  }
  return spread;
}

/**
 * At most `count` samples of a dataset at equal steps.
 *
 * @throws RangeError for an empty dataset.
 */
export function thinOut(dataset: Dataset, count: number): Int32Array {
  if (dataset.size === 0) throw new RangeError("The training block holds no samples.");
  // A step prime to the 24 hours of a day sees every hour of the day alike.
  const least = Math.ceil(dataset.size / count);
  const step = least === 1 ? 1 : Math.floor(least / 24) * 24 + nextPrimeTo24(least % 24);
  return Int32Array.from({ length: Math.ceil(dataset.size / step) }, (_, place) => place * step);
}

function nextPrimeTo24(rest: number): number {
  return [1, 5, 7, 11, 13, 17, 19, 23, 25].find((step) => step >= rest)!;
}
