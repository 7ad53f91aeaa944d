/** Where a bar from zero lies in a drawing of the given width, as left end and length. */
export interface BarPlace {
  readonly x: number;
  readonly width: number;
}

/**
 * Places a bar that begins in the middle: to the right for positive values, to the left for negative
 * ones, as long as its share of `reach`.
 */
export function placeBar(value: number, reach: number, width: number): BarPlace {
  const half = width / 2;
  const length = reach > 0 ? Math.min(1, Math.abs(value) / reach) * half : 0;
  return { x: value < 0 ? half - length : half, width: length };
}
