import type { Candles } from "../../../server/markets/schema.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Candles are drawn as SVG: 720 cost 55 ms per update, 17,520 more than half a second. */
export const MAX_CANDLES_SHOWN = 750;

export const SPANS = ["7d", "30d", "90d", "1y", "2y"] as const;
export type Span = typeof SPANS[number];
const SPAN_DAYS: Record<Span, number> = { "7d": 7, "30d": 30, "90d": 90, "1y": 365, "2y": 730 };

type Interval = Candles["interval"];
/** Lengths of a candle in milliseconds, the finest first. */
const STEP_MS: Record<Interval, number> = { "1h": HOUR_MS, "4h": 4 * HOUR_MS, "1d": DAY_MS };

export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The question that a part of the time axis comes to. */
export interface CandleQuestion {
  readonly from: string;
  readonly to: string;
  readonly interval: Interval;
}

/** The last days of a span, up to now. */
export function windowOf(span: Span, nowMs: number): TimeWindow {
  return { fromMs: nowMs - SPAN_DAYS[span] * DAY_MS, toMs: nowMs };
}

/** The finest candles of which no more than can be drawn fit into the window. */
export function intervalFor(window: TimeWindow): Interval {
  const span = window.toMs - window.fromMs;
  const fits = (interval: Interval) => span / STEP_MS[interval] <= MAX_CANDLES_SHOWN;
  return (Object.keys(STEP_MS) as Interval[]).find(fits) ?? "1d";
}

/**
 * What to ask for a window: whole candles up to the hour, so that the same view is the same
 * question, and never more than can be drawn.
 */
export function questionFor(window: TimeWindow): CandleQuestion {
  const interval = intervalFor(window);
  const step = STEP_MS[interval];
  const toMs = Math.ceil(window.toMs / HOUR_MS) * HOUR_MS;
  const earliest = toMs - MAX_CANDLES_SHOWN * step;
  const fromMs = Math.max(earliest, Math.floor(window.fromMs / step) * step);
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), interval };
}
