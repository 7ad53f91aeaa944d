import type { App } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { readCandleChart } from "../../markets/read_candle_chart.ts";
import { readMarketOverview } from "../../markets/read_market_overview.ts";
import { readTendency } from "../../markets/read_tendency.ts";
import type { Candles, MarketOverview, MarketTendency } from "../../markets/schema.ts";
import { readCoinPrediction } from "../../predictions/read_coin_prediction.ts";
import { readTopPredictions } from "../../predictions/read_top_predictions.ts";
import { readTrackRecord } from "../../predictions/read_track_record.ts";
import type { CoinPrediction, Top20, TrackRecord } from "../../predictions/schema.ts";
import { withLivePrices } from "./live_overview.ts";

/** What the market half knows, as far as a question needs it. */
export interface MarketView {
  readonly overview: MarketOverview;
  readonly forecasts: Top20;
  readonly tendency: MarketTendency | null;
  /** By symbol, for the coins the question names. */
  readonly coins: ReadonlyMap<string, CoinView>;
  /** Of all coins together; only where the question asks for it. */
  readonly record: TrackRecord | null;
}

/** One coin in more detail. */
export interface CoinView {
  readonly forecast: CoinPrediction | null;
  readonly record: TrackRecord | null;
  /** The hours the question asks about, with indicators. */
  readonly candles: Candles | null;
}

/** What is read of each coin named, beside its forecast and record. */
export interface WantedCandles {
  readonly fromMs: number;
  readonly toMs: number;
}

const MOST_FORECASTS = 100;
const HOUR_MS = 3_600_000;
const RECORD_DAYS = 90;
/** A longer span is read by days. */
const MOST_HOURS = 960;
/** More named coins than this are compared by their price and forecast alone. */
const MOST_DETAILED = 4;

/** Reads what the market half knows of the coins named; each missing part is null, not an error. */
export async function readMarketView(
  app: App,
  wanted: {
    readonly coins: readonly string[];
    readonly candles: WantedCandles | null;
    /** Of all coins together. */
    readonly record: boolean;
  },
): Promise<MarketView> {
  const detailed = wanted.coins.slice(0, MOST_DETAILED);
  const [overview, forecasts, tendency, record, ...coins] = await Promise.all([
    readMarketOverview(app).then((overview) => withLivePrices(app, overview)),
    readTopPredictions(app, { limit: MOST_FORECASTS }),
    unlessMissing(() => readTendency(app)),
    wanted.record ? unlessMissing(() => readTrackRecord(app, { days: RECORD_DAYS })) : null,
    ...detailed.map((symbol) => readCoin(app, symbol, wanted.candles)),
  ]);
  return {
    overview,
    forecasts,
    tendency,
    record,
    coins: new Map(detailed.map((symbol, place) => [symbol, coins[place]!])),
  };
}

async function readCoin(
  app: App,
  symbol: string,
  wanted: WantedCandles | null,
): Promise<CoinView> {
  const [forecast, record, candles] = await Promise.all([
    unlessMissing(() => readCoinPrediction(app, { symbol })),
    unlessMissing(() => readTrackRecord(app, { symbol, days: RECORD_DAYS })),
    wanted === null ? null : unlessMissing(() => readCandles(app, symbol, wanted)),
  ]);
  return { forecast, record, candles };
}

async function readCandles(app: App, symbol: string, wanted: WantedCandles): Promise<Candles> {
  const { fromMs, toMs } = wanted;
  return await readCandleChart(app, {
    symbol,
    interval: (toMs - fromMs) / HOUR_MS > MOST_HOURS ? "1d" : "1h",
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs - 1).toISOString(),
    indicators: "rsi,macd,bollinger",
  });
}

/** What is not there yet is left out of an answer; anything else is an error of ours. */
async function unlessMissing<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const isMissing = error instanceof AppError &&
      ["NOT_FOUND", "UNAVAILABLE", "VALIDATION_ERROR"].includes(error.code);
    if (isMissing) return null;
    throw error;
  }
}
