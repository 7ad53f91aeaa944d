/**
 * Wilder's smoothing (New Concepts in Technical Trading Systems, 1978): seeded with the mean of
 * the `period` values from `first`, then mean += (value − mean) / period. `NaN` before the seed.
 */
export function wilderSmooth(values: Float64Array, period: number, first: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  const seedRow = first + period - 1;
  if (seedRow >= values.length) return out;
  let mean = 0;
  for (let row = first; row <= seedRow; row++) mean += values[row]! / period;
  out[seedRow] = mean;
  for (let row = seedRow + 1; row < values.length; row++) {
    mean = (mean * (period - 1) + values[row]!) / period;
    out[row] = mean;
  }
  return out;
}
