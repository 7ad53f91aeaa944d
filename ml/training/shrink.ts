import type { NetworkShape } from "../network.ts";
import { type BlockForecasts, meanPinball } from "./evaluate_block.ts";
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

/**
 * The shrinkage with the least pinball loss on a block that fitting has not seen: a network that has learnt
 * noise becomes the naive forecast, one that knows something keeps it (forecast combination, Bates & Granger
 * 1969). The two are searched one after the other, spreads first, since they carry the larger part.
 * @param naive H×5 quantiles of the training targets
 */
export function fitShrinkage(forecasts: BlockForecasts, naive: Float32Array): Shrinkage {
  const loss = (shrinkage: Shrinkage) =>
    meanPinball({
      ...forecasts,
      predicted: shrinkQuantiles(forecasts.predicted, naive, shrinkage),
    });
  const spread = least(GRID, (value) => loss({ location: 0, spread: value }));
  const location = least(GRID, (value) => loss({ location: value, spread }));
  return { location, spread };
}

function least(values: readonly number[], loss: (value: number) => number): number {
  const losses = values.map(loss);
  return values[losses.indexOf(Math.min(...losses))]!;
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
