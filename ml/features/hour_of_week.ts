import { HOUR_MS } from "../series.ts";

/** 1970-01-01 was a Thursday: three days after the Monday at which the week begins. */
const EPOCH_OFFSET_HOURS = 72;
const WEEK_HOURS = 168;

/** Sine and cosine of the hour of the week (UTC, Monday 00:00 is angle 0). */
export function hourOfWeek(openTime: Float64Array): { sine: Float64Array; cosine: Float64Array } {
  const angle = openTime.map((time) =>
    ((time / HOUR_MS + EPOCH_OFFSET_HOURS) % WEEK_HOURS) * (2 * Math.PI / WEEK_HOURS)
  );
  return { sine: angle.map(Math.sin), cosine: angle.map(Math.cos) };
}
