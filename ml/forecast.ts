import { applyConformal, type Calibration, probabilityAbove, rangeOf } from "./conformal.ts";
import type { Attribution } from "./explain/attribution.ts";
import { HOUR_MS } from "./series.ts";

/** The quantile levels of every forecast, in the order of the network's outputs. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Prices expected at one hour, in USD. */
export interface ForecastPoint {
  /** When the target candle closes, ms since the epoch. */
  readonly targetMs: number;
  readonly q05: number;
  readonly q25: number;
  readonly q50: number;
  readonly q75: number;
  readonly q95: number;
}

export interface Forecast {
  readonly symbol: string;
  /** Close of the last candle used, ms since the epoch. */
  readonly madeAtMs: number;
  /** That close, USD. */
  readonly close: number;
  /** One point per hour up to the horizon. */
  readonly path: readonly ForecastPoint[];
  /** Ends of the 80 % range at the horizon, USD. */
  readonly q10: number;
  readonly q90: number;
  /** Probability that the close at the horizon is above the present one, calibrated. */
  readonly probabilityUp: number;
  /** Calibrated probability that the stated direction is right: 0.5 when nothing is known. */
  readonly confidence: number;
  /** Median at the horizon against the close, percent. */
  readonly changePercent: number;
  /** What moved it, where that was asked for. */
  readonly attribution?: Attribution;
}

export interface ForecastInput {
  readonly symbol: string;
  readonly madeAtMs: number;
  readonly close: number;
  /** Trailing hourly volatility by which the network's targets were divided. */
  readonly volatility: number;
  /** H×5 scaled quantiles as the network gives them: not yet calibrated, perhaps crossing. */
  readonly quantiles: Float32Array;
  readonly calibration: Calibration;
}

/**
 * Turns scaled quantiles into prices: close · exp(q · volatility · √h) for h = 1…H, after the
 * conformal offsets and sorted so that quantiles never cross.
 */
export function toForecast(input: ForecastInput): Forecast {
  const { symbol, madeAtMs, close, calibration } = input;
  const scaled = applyConformal(input.quantiles, calibration);
  const path: ForecastPoint[] = [];
  for (let hour = 1; hour * QUANTILES.length <= scaled.length; hour++) {
    path.push(toPoint(input, scaled.subarray((hour - 1) * QUANTILES.length), hour));
  }
  const lean = probabilityAbove(scaled.subarray(-QUANTILES.length), 0) - 0.5;
  const calibrated = lean * calibration.confidenceFactor;
  const last = path[path.length - 1]!;
  return {
    symbol,
    madeAtMs,
    close,
    path,
    ...toRange80(input, last),
    probabilityUp: 0.5 + calibrated,
    confidence: 0.5 + Math.abs(calibrated),
    changePercent: (last.q50 / close - 1) * 100,
  };
}

/** Never outside the 90 % range nor inside the 50 % one. */
function toRange80(
  { quantiles, calibration, close, volatility }: ForecastInput,
  last: ForecastPoint,
) {
  const horizon = quantiles.length / QUANTILES.length;
  const raw = quantiles.slice(-QUANTILES.length).sort();
  const offset = calibration.offset80?.[horizon - 1] ?? 0;
  const [low, high] = rangeOf(raw, 80);
  const price = (scaled: number) => close * Math.exp(scaled * volatility * Math.sqrt(horizon));
  return {
    q10: Math.min(last.q25, Math.max(last.q05, price(low - offset))),
    q90: Math.max(last.q75, Math.min(last.q95, price(high + offset))),
  };
}

function toPoint(input: ForecastInput, scaled: Float32Array, hour: number): ForecastPoint {
  const spread = input.volatility * Math.sqrt(hour);
  const price = (level: number) => input.close * Math.exp(scaled[level]! * spread);
  return {
    targetMs: input.madeAtMs + hour * HOUR_MS,
    q05: price(0),
    q25: price(1),
    q50: price(2),
    q75: price(3),
    q95: price(4),
  };
}
