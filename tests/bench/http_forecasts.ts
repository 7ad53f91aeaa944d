import { type Database, publishForecasts, upsertCryptocurrencies } from "../../db/mod.ts";

const HOUR_MS = 3_600_000;
const COINS = 50;
const HORIZON_HOURS = 24;

/** Forecasts of fifty coins, made at the last full hour. */
export async function storeFiftyForecasts(db: Database, nowMs: number): Promise<void> {
  const madeAtMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const symbols = Array.from({ length: COINS }, (_, place) => `COIN${place}`);
  await upsertCryptocurrencies(
    db,
    symbols.map((symbol, place) => ({
      symbol,
      name: `Coin number ${place}`,
      exchangeSymbol: `${symbol}USDT`,
      circulatingSupply: "1000",
      marketCap: "1000",
      quoteVolume24h: "1000",
      rank: place + 1,
      rankedBy: "market_cap",
      isTracked: true,
    })),
  );
  await publishForecasts(db, {
    modelId: null,
    madeAtMs,
    publishedAtMs: madeAtMs,
    horizonHours: HORIZON_HOURS,
    isFallback: false,
    forecasts: symbols.map((symbol, place) => forecast(symbol, place, madeAtMs)),
  });
}

function forecast(symbol: string, place: number, madeAtMs: number) {
  const close = 1234.5678 / (place + 1);
  const path = Array.from({ length: HORIZON_HOURS }, (_, hour) => {
    const q50 = close * (1 + Math.sin(place) / 100);
    const targetMs = madeAtMs + (hour + 1) * HOUR_MS;
    return { targetMs, q05: q50 * 0.9, q25: q50 * 0.97, q50, q75: q50 * 1.03, q95: q50 * 1.1 };
  });
  return { symbol, madeAtMs, close, path, probabilityUp: 0.52, confidence: 0.52 };
}
