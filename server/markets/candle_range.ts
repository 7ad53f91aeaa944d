import { AppError } from "../errors.ts";

const HOUR_MS = 3_600_000;
const STEP_MS = { "1h": HOUR_MS, "4h": 4 * HOUR_MS, "1d": 24 * HOUR_MS } as const;

/** What is read: the open time of the first candle, that of the last hour, the step between candles. */
export interface CandleRange {
  readonly fromMs: number;
  readonly lastHourMs: number;
  readonly stepMs: number;
}

/**
 * The candles whose open time lies in the range that was asked for, ends included. Candles begin at
 * multiples of their length since the epoch; only whole ones are asked for, so `from` moves up to the
 * next one and the last one brings all of its hours.
 *
 * @throws {AppError} VALIDATION_ERROR if the range runs backwards
 */
export function candleRange(
  input: {
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly interval: keyof typeof STEP_MS;
  },
  maxCandles: number,
  nowMs: number,
): CandleRange {
  const stepMs = STEP_MS[input.interval];
  const reachMs = (maxCandles - 1) * stepMs;
  const toMs = input.to === undefined ? nowMs : Date.parse(input.to);
  const lastMs = Math.floor(toMs / stepMs) * stepMs;
  const askedMs = input.from === undefined ? lastMs - reachMs : Date.parse(input.from);
  if (askedMs > toMs) throw backwards(input.from, input.to);
  const fromMs = Math.ceil(askedMs / stepMs) * stepMs;
  const cutMs = Math.min(lastMs, fromMs + reachMs);
  return { fromMs, lastHourMs: cutMs + stepMs - HOUR_MS, stepMs };
}

function backwards(from: string | undefined, to: string | undefined): AppError {
  const end = to === undefined ? "now" : `"${to}"`;
  const message = `The range begins at "${from}", after its end, ${end}. Exchange "from" and "to".`;
  return new AppError("VALIDATION_ERROR", message, {
    details: [{ field: "from", message: "must not be later than to" }],
  });
}
