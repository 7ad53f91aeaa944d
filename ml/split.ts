import { HOUR_MS } from "./series.ts";

/** Hours left out before each boundary so that no label of the block before reaches past it. */
export const PURGE_HOURS = 24;
/** Hours left out besides, the reach of an input window back in time. */
export const EMBARGO_HOURS = 168;

/** A half-open range of decision candles: `fromMs` ≤ open time of the last input candle < `toMs`. */
export interface TimeBlock {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SplitOptions {
  /** First and last (excluded) open time of the whole history. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Shares of the history in order of time, summing to 1; for instance `[0.7, 0.15, 0.15]`. */
  readonly shares: readonly number[];
  /** Hours of labels; at least the forecast horizon. Default 24. */
  readonly purgeHours?: number;
  /** Default 168. */
  readonly embargoHours?: number;
}

/**
 * Cuts history into blocks by time, the same for all coins. Before each boundary `purgeHours +
 * embargoHours` of decision candles are left out: the last label of a block is due before the
 * boundary less the embargo, and no later input window overlaps an earlier label
 * (López de Prado 2018, chapter 7).
 *
 * @throws RangeError where a block would be empty: the history is too short for the shares.
 */
export function splitByTime(options: SplitOptions): TimeBlock[] {
  const { fromMs, toMs, shares } = options;
  const gapMs = ((options.purgeHours ?? PURGE_HOURS) + (options.embargoHours ?? EMBARGO_HOURS)) *
    HOUR_MS;
  const total = shares.reduce((sum, share) => sum + share, 0);
  let start = fromMs;
  let used = 0;
  return shares.map((share, place) => {
    used += share;
    const last = place === shares.length - 1;
    const boundary = last ? toMs : onTheHour(fromMs + (toMs - fromMs) * (used / total));
    const block = { fromMs: start, toMs: last ? boundary : boundary - gapMs };
    if (block.toMs <= block.fromMs) throw tooShort(options, place);
    start = boundary;
    return block;
  });
}

function onTheHour(timeMs: number): number {
  return Math.round(timeMs / HOUR_MS) * HOUR_MS;
}

function tooShort(options: SplitOptions, place: number): RangeError {
  const hours = Math.floor((options.toMs - options.fromMs) / HOUR_MS);
  return new RangeError(
    `${hours} hours of history are too few: block ${place + 1} of ${options.shares.length} ` +
      "is empty after the purge and the embargo. Collect more candles.",
  );
}
