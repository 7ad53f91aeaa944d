/** What a small picture of a forecast is drawn from. */
export interface FanInput {
  /** Prices of the last days at even steps, the oldest first. */
  readonly past: readonly number[];
  /** Hours between two of them. */
  readonly stepHours: number;
  readonly path: readonly {
    readonly q05: number;
    readonly q25: number;
    readonly q50: number;
    readonly q75: number;
    readonly q95: number;
  }[];
}

/** Paths of an SVG picture, `width` by `height` units. */
export interface FanPaths {
  readonly past: string;
  readonly outer: string;
  readonly inner: string;
  readonly median: string;
  /** Where now is, in units from the left. */
  readonly nowX: number;
}

/** The past as a line, then the ranges as a fan from the last price. */
export function fanPaths(input: FanInput, width: number, height: number): FanPaths | null {
  const last = input.past.at(-1);
  if (last === undefined || input.path.length === 0) return null;
  const pastHours = (input.past.length - 1) * input.stepHours;
  const hours = pastHours + input.path.length;
  const prices = [...input.past, ...input.path.flatMap(({ q05, q95 }) => [q05, q95])];
  const low = Math.min(...prices);
  const span = Math.max(...prices) - low || 1;
  const x = (hour: number) => round((hour / hours) * width);
  const y = (price: number) => round(height - ((price - low) / span) * height);
  const line = (points: readonly (readonly [number, number])[]) =>
    points.map(([hour, price], place) => `${place === 0 ? "M" : "L"}${x(hour)} ${y(price)}`).join(
      "",
    );
  const quantile = (name: "q05" | "q25" | "q50" | "q75" | "q95") =>
    [
      [pastHours, last],
      ...input.path.map((point, place) => [pastHours + place + 1, point[name]]),
    ] as [number, number][];
  const band = (lower: "q05" | "q25", upper: "q75" | "q95") =>
    `${line([...quantile(lower), ...quantile(upper).reverse()])}Z`;
  return {
    past: line(input.past.map((price, place) => [place * input.stepHours, price])),
    outer: band("q05", "q95"),
    inner: band("q25", "q75"),
    median: line(quantile("q50")),
    nowX: x(pastHours),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
