import { QUANTILES } from "../forecast.ts";

/** With fewer coins the mean of their medians is a coin's own rather than the market's. */
export const LEAST_COINS_TO_CENTRE = 5;

const LEVELS = QUANTILES.length;
const MEDIAN = QUANTILES.indexOf(0.5);

/**
 * Takes the market's common lean out of forecasts: at each moment and horizon all quantiles of a coin move by
 * the mean median of the coins of that moment, widths stay. Where the whole market goes in a day is one
 * observation a day, which no block of held-back weeks can support; how coins lean against each other is many.
 *
 * @param quantiles N×H×5, scaled; a new array is returned
 * @param moments what the N rows are grouped by, rows of one moment next to each other
 */
export function centreMedians(
  quantiles: Float32Array,
  moments: ArrayLike<number>,
): Float32Array {
  const out = quantiles.slice();
  const width = quantiles.length / moments.length;
  for (let from = 0, to = 0; from < moments.length; from = to) {
    while (to < moments.length && moments[to] === moments[from]) to++;
    if (to - from < LEAST_COINS_TO_CENTRE) continue;
    for (let cell = 0; cell < width; cell += LEVELS) centreCell(out, { from, to, width, cell });
  }
  return out;
}

function centreCell(
  quantiles: Float32Array,
  { from, to, width, cell }: { from: number; to: number; width: number; cell: number },
): void {
  let sum = 0;
  for (let row = from; row < to; row++) sum += quantiles[row * width + cell + MEDIAN]!;
  const mean = sum / (to - from);
  for (let row = from; row < to; row++) {
    for (let level = 0; level < LEVELS; level++) quantiles[row * width + cell + level]! -= mean;
  }
}
