/**
 * The SVG path of a small line through `values`, filling `width` × `height` with a margin of one
 * pixel for the stroke. Values that are no numbers leave a gap. Empty for fewer than two values.
 */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  const known = values.filter(Number.isFinite);
  if (known.length < 2) return "";
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const x = (index: number) => 1 + index * (width - 2) / (values.length - 1);
  const y = (value: number) =>
    span === 0 ? height / 2 : 1 + (height - 2) * (1 - (value - low) / span);
  let pen = "M";
  let path = "";
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return void (pen = "M");
    path += `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = "L";
  });
  return path;
}
