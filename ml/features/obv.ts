/** On-balance volume (Granville 1963): volume added on rises, taken off on falls; starts at 0. */
export function obv(close: Float64Array, volume: Float64Array): Float64Array {
  const out = new Float64Array(close.length);
  for (let row = 1; row < out.length; row++) {
    out[row] = out[row - 1]! + Math.sign(close[row]! - close[row - 1]!) * volume[row]!;
  }
  return out;
}
