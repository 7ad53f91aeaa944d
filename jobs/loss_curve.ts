import type { LossPoint } from "./context.ts";

/** The validation losses of a training, few enough to be stored with its progress each second. */
export interface LossCurve {
  /** Takes a new validation; one that is known, or is no number, changes nothing. */
  add(point: LossPoint): void;
  points(): readonly LossPoint[];
}

const MOST_POINTS = 120;

/** An empty curve; when it is full, every second point is dropped, the newest never. */
export function createLossCurve(): LossCurve {
  let points: LossPoint[] = [];
  return {
    add(point) {
      if (!Number.isFinite(point.loss) || point.loss === points.at(-1)?.loss) return;
      if (points.length >= MOST_POINTS) points = points.filter((_, at) => at % 2 === 0);
      points.push(point);
    },
    points: () => points,
  };
}
