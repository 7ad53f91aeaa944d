import type { z } from "zod";
import { type Candle, findCryptocurrency, listGaps, readCandles } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import { candleRange } from "./candle_range.ts";
import { parseIndicators, readIndicators, WARM_UP_CANDLES } from "./indicators.ts";
import type { Candles, candlesInput } from "./schema.ts";

type Input = z.output<typeof candlesInput>;

/** Most candles of one call. */
export const MAX_CANDLES = 1000;

/**
 * Candles of one coin with both ends included, the indicators asked for and the known holes. A range
 * of more than {@link MAX_CANDLES} is cut at its end where `from` is given, so that a caller can go
 * on from the last `open_time`, and at its beginning otherwise.
 *
 * @throws {AppError} NOT_FOUND for an unknown coin, VALIDATION_ERROR for a range that runs backwards
 */
export async function readCandleChart(app: App, input: Input): Promise<Candles> {
  const wanted = parseIndicators(input.indicators);
  const range = candleRange(input, MAX_CANDLES, app.now());
  const coin = await findCryptocurrency(app.db.read, input.symbol);
  if (coin === null) throw unknownCoin(input.symbol);
  const warmUp = wanted.length === 0 ? 0 : WARM_UP_CANDLES;
  const [rows, gaps] = await Promise.all([
    readCandles(app.db.read, {
      symbol: input.symbol,
      interval: input.interval,
      fromMs: range.fromMs - warmUp * range.stepMs,
      toMs: range.lastHourMs,
      limit: MAX_CANDLES + warmUp,
    }),
    listGaps(app.db.read, { symbol: input.symbol }),
  ]);
  const first = rows.findIndex((row) => row.openTimeMs >= range.fromMs);
  const shown = first < 0 ? [] : rows.slice(first);
  return {
    symbol: coin.symbol,
    name: coin.name,
    interval: input.interval,
    candles: shown.map(toCandle),
    ...(wanted.length > 0 &&
      { indicators: readIndicators(rows, wanted, rows.length - shown.length) }),
    gaps: gaps
      .filter((gap) => gap.status !== "repaired")
      .filter((gap) => gap.lastMs >= range.fromMs && gap.firstMs <= range.lastHourMs)
      .map((gap) => ({
        from: iso(gap.firstMs),
        to: iso(gap.lastMs),
        reason: gap.status === "outage" ? "outage" : "missing",
      })),
    simulated: await app.simulated(),
  };
}

/** The refusal of a coin that is not stored. */
export function unknownCoin(symbol: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `There is no coin "${symbol}" here. GET /api/market/overview lists the coins that are followed.`,
  );
}

function toCandle(row: Candle): Candles["candles"][number] {
  return {
    open_time: iso(row.openTimeMs),
    open: row.open,
    high: row.high,
    low: row.low,
    close: row.close,
    volume: row.volume,
    quote_volume: row.quoteVolume,
    closed: row.isClosed,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
