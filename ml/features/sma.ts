/** Simple moving average of the last `period` values; `NaN` before the first full window. */
export function sma(values: Float64Array, period: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  for (let row = period - 1; row < values.length; row++) {
    // Summed anew per row: a running sum would drift with the length of history.
    let sum = 0;
    for (let place = row - period + 1; place <= row; place++) sum += values[place]!;
    out[row] = sum / period;
  }
  return out;
}
