/**
 * Exponential moving average with weight 2 / (period + 1), seeded with the simple mean of the
 * first `period` values. Leading `NaN`s are skipped; `NaN` until the seed is complete.
 */
export function ema(values: Float64Array, period: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  let first = 0;
  while (first < values.length && Number.isNaN(values[first]!)) first++;
  const seedRow = first + period - 1;
  if (seedRow >= values.length) return out;
  let mean = 0;
  for (let row = first; row <= seedRow; row++) mean += values[row]! / period;
  out[seedRow] = mean;
  const weight = 2 / (period + 1);
  for (let row = seedRow + 1; row < values.length; row++) {
    mean += weight * (values[row]! - mean);
    out[row] = mean;
  }
  return out;
}
