import { findCryptocurrency, readSeries } from "../../db/mod.ts";
import type { PriceScale } from "../../ml/scoring/quantile_score.ts";
import { usualDailyMove } from "../../ml/scoring/usual_daily_move.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Moves of so many days say what is usual. */
const HISTORY_DAYS = 90;
/** A coin whose newest closed candle is older has no price to forecast from. */
const FRESH_MS = 3 * HOUR_MS;

/** A scale, or why there is none in one sentence. */
export type MeasuredScale =
  | { readonly scale: PriceScale; readonly whyNot: null }
  | { readonly scale: null; readonly whyNot: string };

/**
 * What misses of a coin are measured with now: its last close, and how far it usually goes in a day.
 *
 * @throws {AppError} NOT_FOUND where the coin is unknown or not followed
 */
export async function measureScale(app: App, symbol: string): Promise<MeasuredScale> {
  const coin = await findCryptocurrency(app.db, symbol);
  if (coin === null || !coin.isTracked) {
    throw new AppError("NOT_FOUND", `There is no coin "${symbol}" that is followed here.`);
  }
  const fromMs = app.now() - HISTORY_DAYS * DAY_MS;
  const [series] = await readSeries(app.db, { symbols: [symbol], fromMs });
  const newestMs = (series?.openTime.at(-1) ?? 0) + HOUR_MS;
  if (series === undefined || app.now() - newestMs > FRESH_MS) {
    return refuse(`${symbol} has no closed candle of the last three hours.`);
  }
  const usualMove = usualDailyMove(series.openTime, series.close);
  if (usualMove === null) {
    return refuse(`${symbol} has less than two weeks of candles: what is usual is not known.`);
  }
  return { scale: { anchor: series.close.at(-1)!, usualMove }, whyNot: null };
}

function refuse(whyNot: string): MeasuredScale {
  return { scale: null, whyNot };
}
