import { type AdaptedRanges, readDueRanges, readScoreQuantiles } from "../db/mod.ts";
import { adaptAlpha, ADAPTIVE_DEFAULTS, type PerLevel } from "../ml/adaptive_ranges.ts";
import type { Forecast, ForecastPoint } from "../ml/forecast.ts";
import type { JobContext } from "./context.ts";
import { HOUR_MS } from "./hours.ts";

const DAY_MS = 24 * HOUR_MS;
const NOMINAL: PerLevel = { 50: 0.5, 80: 0.2, 90: 0.1 };

/**
 * Fewer days of outcomes than this say less of the ranges than the block that the model's own
 * calibration was fitted on.
 */
const LEAST_DAYS = 14;

/**
 * Adaptive conformal inference (Gibbs & Candès 2021) on the sealed book, over all models in turn: how
 * much to widen the ranges now, from what came of the forecasts of the last weeks at the full
 * horizon. `null` while there are too few days: ranges then stay as the model is calibrated. Follows
 * from the book alone, so that any process comes to the same.
 */
export async function adaptRanges(context: JobContext): Promise<AdaptedRanges | null> {
  const { horizonHours } = context.config;
  const fromMs = context.now() - ADAPTIVE_DEFAULTS.windowDays * DAY_MS;
  const due = await readDueRanges(context.db, { fromMs, horizonHours });
  const days = new Set(due.map(({ targetMs }) => Math.floor(targetMs / DAY_MS)));
  if (days.size < LEAST_DAYS) return null;
  const alpha = due.filter(({ adapted }) => adapted).reduce(
    (level: PerLevel, { missed }) => adaptAlpha(level, missed, ADAPTIVE_DEFAULTS.step),
    NOMINAL,
  );
  const count = due.reduce((sum, { coins }) => sum + coins, 0);
  const shares = {
    50: conformalShare(count, alpha[50]),
    80: conformalShare(count, alpha[80]),
    90: conformalShare(count, alpha[90]),
  };
  const offsets = await readScoreQuantiles(context.db, { fromMs, horizonHours, shares });
  return offsets && { alpha, offsets };
}

/** The share that names the ⌈(n+1)·(1−α)⌉-th smallest of n; half a place lower, so that rounding cannot add one. */
function conformalShare(count: number, alpha: number): number {
  const rank = Math.min(count, Math.ceil((count + 1) * (1 - alpha)));
  return (rank - 0.5) / count;
}

/**
 * Widens the ranges of a forecast at both ends by the offsets times volatility · √hours, in log
 * prices; the median stays. Quantiles are sorted again where narrowed ranges would cross.
 *
 * @param volatility trailing hourly volatility of the coin when the forecast was made
 */
export function widenForecast(
  forecast: Forecast,
  volatility: number,
  { offsets }: AdaptedRanges,
): Forecast {
  const hours = forecast.path.length;
  const eighty = Math.exp(offsets[80] * volatility * Math.sqrt(hours));
  const path = forecast.path.map((point, at) =>
    widenPoint(point, volatility * Math.sqrt(at + 1), offsets)
  );
  const last = path.at(-1)!;
  return {
    ...forecast,
    path,
    q10: Math.min(last.q25, Math.max(last.q05, forecast.q10 / eighty)),
    q90: Math.max(last.q75, Math.min(last.q95, forecast.q90 * eighty)),
  };
}

function widenPoint(point: ForecastPoint, spread: number, offsets: PerLevel): ForecastPoint {
  const ninety = Math.exp(offsets[90] * spread);
  const fifty = Math.exp(offsets[50] * spread);
  const { targetMs, q50 } = point;
  const low = Math.min(point.q25 / fifty, q50);
  const high = Math.max(point.q75 * fifty, q50);
  return {
    targetMs,
    q05: Math.min(point.q05 / ninety, low),
    q25: low,
    q50,
    q75: high,
    q95: Math.max(point.q95 * ninety, high),
  };
}
