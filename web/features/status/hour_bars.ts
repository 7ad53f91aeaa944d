import type { HourState } from "../../../server/status/schema.ts";

/** One hour as a bar, in units of a box of which each hour is one wide and 10 high. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly state: HourState;
}

/** Heights tell the states apart without colour: what was done stands tall. */
const HEIGHTS: Readonly<Record<HourState, number>> = {
  done: 10,
  late: 6,
  failed: 3,
  missed: 3,
  none: 0.6,
};

/** The newest `span` hours as bars that stand on the ground, the oldest first. */
export function hourBars(hours: readonly HourState[], span: number): Bar[] {
  return hours.slice(-span).map((state, x) => {
    const height = HEIGHTS[state];
    return { x, y: 10 - height, height, state };
  });
}
