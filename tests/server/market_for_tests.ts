import {
  type CandleRow,
  type Database,
  ensureSource,
  type ForecastInput,
  insertModel,
  promoteModel,
  publishForecasts,
  recordGaps,
  saveTendency,
  upsertCryptocurrencies,
  writeCandles,
} from "../../db/mod.ts";

export const HOUR_MS = 3_600_000;
/** 2025-03-01 12:30 UTC: half an hour into the hour that is still open. */
export const NOW_MS = Date.UTC(2025, 2, 1, 12, 30);
/** Close of the newest closed candle. */
export const MADE_AT_MS = Date.UTC(2025, 2, 1, 12);

export const COINS = ["BTC", "ETH", "SOL"] as const;
const NAMES = { BTC: "Bitcoin", ETH: "Ethereum", SOL: "Solana" };
/** Forecast changes in percent: SOL first, then BTC, then ETH. */
const CHANGES = { BTC: 1, ETH: -2, SOL: 3 };

/** Price of a coin at the close of an hour; a slow wave, so that every indicator is defined. */
export function closeAt(coin: number, hour: number): number {
  return 100 * (coin + 1) + 10 * Math.sin(hour / 7) + coin;
}

/** Three coins with `hours` closed candles each and the open one; BTC lacks the 40th newest hour. */
export async function storeMarket(db: Database, hours = 400): Promise<void> {
  const coins = await upsertCryptocurrencies(
    db,
    COINS.map((symbol, place) => ({
      symbol,
      name: NAMES[symbol],
      exchangeSymbol: `${symbol}USDT`,
      circulatingSupply: String(1000 - 100 * place),
      marketCap: "1000000",
      quoteVolume24h: "5000",
      rank: place + 1,
      rankedBy: "market_cap" as const,
      isTracked: true,
    })),
  );
  const sourceId = await ensureSource(db, { kind: "exchange", name: "http://exchange.test" });
  for (const [place, coin] of coins.entries()) {
    const rows = candleRows(place, hours).filter((_, row) => place !== 0 || row !== hours - 40);
    await writeCandles(db, { cryptoId: coin.id, sourceId, rows });
  }
  const missingMs = MADE_AT_MS - 40 * HOUR_MS;
  const gap = { firstMs: missingMs, lastMs: missingMs, hours: 1 };
  await recordGaps(db, { cryptoId: coins[0]!.id, gaps: [gap] });
}

function candleRows(coin: number, hours: number): CandleRow[] {
  return Array.from({ length: hours + 1 }, (_, hour) => {
    const close = closeAt(coin, hour);
    return {
      openTimeMs: MADE_AT_MS - (hours - hour) * HOUR_MS,
      open: String(close - 0.5),
      high: String(close + 1),
      low: String(close - 1),
      close: String(close),
      volume: "12.5",
      quoteVolume: "250",
      marketCap: null,
      trades: 7,
      isClosed: hour < hours,
    };
  });
}

/** Forecasts of a trained model, made at {@link MADE_AT_MS}. */
export async function storeForecasts(db: Database): Promise<void> {
  await insertModel(db, {
    id: "lstm-1",
    type: "LSTM",
    engine: "onnx",
    manifest: {},
    filePath: "lstm-1/model.onnx",
    sha256: "0".repeat(64),
    metrics: {},
    trainedAtMs: MADE_AT_MS - HOUR_MS,
  });
  await promoteModel(db, { modelId: "lstm-1", decision: "It is the first." });
  await publishForecasts(db, {
    modelId: "lstm-1",
    madeAtMs: MADE_AT_MS,
    publishedAtMs: MADE_AT_MS + 60_000,
    horizonHours: 24,
    isFallback: false,
    forecasts: COINS.map(forecastOf),
  });
}

function forecastOf(symbol: typeof COINS[number]): ForecastInput {
  const close = 100;
  const path = Array.from({ length: 24 }, (_, hour) => {
    const q50 = close * (1 + CHANGES[symbol] / 100 * (hour + 1) / 24);
    const targetMs = MADE_AT_MS + (hour + 1) * HOUR_MS;
    return { targetMs, q05: q50 - 5, q25: q50 - 2, q50, q75: q50 + 2, q95: q50 + 5 };
  });
  return { symbol, madeAtMs: MADE_AT_MS, close, path, probabilityUp: 0.55, confidence: 0.55 };
}

/** A tendency for each of the last three hours. */
export async function storeTendencies(db: Database): Promise<void> {
  for (const hour of [2, 1, 0]) {
    await saveTendency(db, {
      atMs: MADE_AT_MS - hour * HOUR_MS,
      tendency: hour === 0 ? "bullish" : "stable",
      confidence: 0.7,
      confidenceExplanation: "On 7 of 10 such days the next day's average change was positive.",
      clarity: 0.2,
      details: null,
      reconstructed: hour === 2,
      explanation: "Two of three coins rose.",
      metrics: {
        avg_change_percent: 1.5,
        volatility_index: 0.4,
        market_cap_change: null,
        rising_share: 0.67,
        falling_share: 0.33,
        range_percent: 2,
        coins: 3,
      },
    });
  }
}
