/**
 * How unusual the hour's volume is: ln(1 + volume) against the mean and deviation of the last
 * `period` rows, the row itself included. `NaN` before the first full window; 0 where the volume
 * never varied.
 */
export function volumeZscore(volume: Float64Array, period = 168): Float64Array {
  const logs = volume.map((value) => Math.log1p(value));
  const out = new Float64Array(volume.length).fill(NaN);
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < out.length; row++) {
    sum += logs[row]!;
    squares += logs[row]! ** 2;
    if (row >= period) {
      sum -= logs[row - period]!;
      squares -= logs[row - period]! ** 2;
    }
    if (row >= period - 1) out[row] = zscore(logs[row]!, sum / period, squares / period);
  }
  return out;
}

function zscore(value: number, mean: number, meanSquare: number): number {
  const variance = meanSquare - mean * mean;
  // Below this the difference of the two running sums is rounding, not spread.
  return variance > 1e-9 ? (value - mean) / Math.sqrt(variance) : 0;
}
