import type { NetworkShape } from "../network.ts";
import { type BlockForecasts, cellPinball } from "./evaluate_block.ts";
import { QUANTILES } from "../forecast.ts";

/**
 * How much of the network's departure from the naive forecast to believe, each 0 (naive) to 1 (network):
 * its median, and its spreads around the median.
 */
export interface Shrinkage {
  readonly location: number;
  readonly spread: number;
}

const LEVELS = QUANTILES.length;
const MEDIAN = QUANTILES.indexOf(0.5);
const GRID = Array.from({ length: 11 }, (_, step) => step / 10);

/** Equal spans of time whose mean gains count as one observation each: hours next to each other do not. */
const SPANS = 10;

/**
 * The shrinkage that a block of time supports. Of each candidate the gain over the one before is taken in ten
 * spans; the candidate with the highest mean gain less one standard error wins, and believing nothing has a
 * gain of zero. A network that has learnt noise so becomes the naive forecast, even where it was lucky for a
 * week (forecast combination, Bates & Granger 1969; the margin, Breiman et al. 1984).
 * Spreads are chosen first, since they carry the larger part, then the median.
 * @param naive H×5 quantiles of the training targets
 */
export function fitShrinkage(forecasts: BlockForecasts, naive: Float32Array): Shrinkage {
  const losses = (shrinkage: Shrinkage) => lossesBySpan(forecasts, naive, shrinkage);
  const spread = mostSupported((value) => losses({ location: 0, spread: value }));
  const location = mostSupported((value) => losses({ location: value, spread }));
  return { location, spread };
}

/**
 * The least of the median that is kept. It costs nothing that can be measured, and leaves the network's order
 * of the coins in the published record, where rank IC can tell over months whether there is anything in it.
 */
export const LEAST_LOCATION = 0.05;

/** What all blocks support: the least of each, and of the median never nothing. */
export function leastShrinkage(shrinkages: readonly Shrinkage[]): Shrinkage {
  return {
    location: Math.max(LEAST_LOCATION, Math.min(...shrinkages.map((one) => one.location))),
    spread: Math.min(...shrinkages.map((one) => one.spread)),
  };
}

function mostSupported(losses: (value: number) => number[]): number {
  const base = losses(0);
  const supports = GRID.map((value) => value === 0 ? 0 : cautiousGain(base, losses(value)));
  return GRID[supports.indexOf(Math.max(...supports))]!;
}

/** Mean gain less its standard error over the spans. */
function cautiousGain(base: readonly number[], losses: readonly number[]): number {
  const gains = base.map((loss, span) => loss - losses[span]!);
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
  return mean - Math.sqrt(squares / Math.max(1, gains.length - 1) / gains.length);
}

/** Mean loss in each span that has forecasts. */
function lossesBySpan(
  { predicted, actual, madeAtMs }: BlockForecasts,
  naive: Float32Array,
  shrinkage: Shrinkage,
): number[] {
  const shrunk = shrinkQuantiles(predicted, naive, shrinkage);
  const horizons = naive.length / LEVELS;
  const first = madeAtMs.reduce((least, time) => Math.min(least, time), Infinity);
  const length = madeAtMs.reduce((most, time) => Math.max(most, time), -Infinity) - first + 1;
  const sums = new Float64Array(SPANS);
  const counts = new Float64Array(SPANS);
  for (let cell = 0; cell < actual.length; cell++) {
    const time = madeAtMs[Math.floor(cell / horizons)]!;
    const span = Math.floor((time - first) / length * SPANS);
    sums[span]! += cellPinball(shrunk, actual, cell);
    counts[span]!++;
  }
  return [...sums].flatMap((sum, span) => counts[span]! > 0 ? [sum / counts[span]!] : []);
}

/** Applies a shrinkage to N×H×5 forecasts. */
export function shrinkQuantiles(
  predicted: Float32Array,
  naive: Float32Array,
  { location, spread }: Shrinkage,
): Float32Array {
  const shrunk = new Float32Array(predicted.length);
  for (let start = 0; start < predicted.length; start += LEVELS) {
    const base = start % naive.length;
    const naiveMedian = naive[base + MEDIAN]!;
    const median = predicted[start + MEDIAN]!;
    const center = naiveMedian + location * (median - naiveMedian);
    for (let level = 0; level < LEVELS; level++) {
      const naiveSpread = naive[base + level]! - naiveMedian;
      const own = predicted[start + level]! - median;
      shrunk[start + level] = center + naiveSpread + spread * (own - naiveSpread);
    }
  }
  return shrunk;
}

/**
 * Folds a shrinkage into the dense layer, which is possible since it is linear in the outputs: the network
 * itself then gives the shrunk forecast, and serving needs to know nothing of it.
 * @param weights arrays in layout order; new arrays are returned
 */
export function shrinkWeights(
  shape: NetworkShape,
  weights: readonly Float32Array[],
  naive: Float32Array,
  shrinkage: Shrinkage,
): Float32Array[] {
  const [kernel, bias] = weights.slice(-2);
  // Without the naive part: each row of the kernel is a departure per unit of the hidden state.
  const zeros = new Float32Array(naive.length);
  const rows = kernel!.length / shape.outputs;
  if (rows !== shape.units) {
    throw new Error(`The dense kernel has ${rows} rows, not ${shape.units}`);
  }
  return [
    ...weights.slice(0, -2),
    shrinkQuantiles(kernel!, zeros, shrinkage),
    shrinkQuantiles(bias!, naive, shrinkage),
  ];
}
