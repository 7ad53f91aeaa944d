import {
  type CandleRow,
  type Cryptocurrency,
  type CryptocurrencyInput,
  ensureSource,
  type ForecastInput,
  type ModelInput,
  type Sql,
  upsertCryptocurrencies,
} from "../../db/mod.ts";

export const HOUR_MS = 3_600_000;
/** 2024-01-01T00:00Z, a midnight. */
export const START_MS = 1_704_067_200_000;

/** A tracked coin as universe selection would hand it over. */
export function coinInput(
  symbol: string,
  rank: number,
  changes: Partial<CryptocurrencyInput> = {},
): CryptocurrencyInput {
  return {
    symbol,
    name: `${symbol} coin`,
    exchangeSymbol: `${symbol}USDT`,
    circulatingSupply: "1000",
    marketCap: "50000",
    quoteVolume24h: "123.45",
    rank,
    rankedBy: "market_cap",
    isTracked: true,
    ...changes,
  };
}

/** Stores tracked coins and an exchange to attribute candles to. */
export async function seedCoins(
  db: Sql,
  ...symbols: string[]
): Promise<{ coins: Cryptocurrency[]; cryptoId: number; sourceId: number }> {
  const inputs = symbols.map((symbol, at) => coinInput(symbol, at + 1));
  const coins = await upsertCryptocurrencies(db, inputs);
  const sourceId = await ensureSource(db, { kind: "exchange", name: "https://exchange.example" });
  return { coins, cryptoId: coins[0]!.id, sourceId };
}

/** A closed candle `hour` hours after {@link START_MS}; its prices are near `100 + hour`. */
export function candle(hour: number, changes: Partial<CandleRow> = {}): CandleRow {
  const price = 100 + hour;
  return {
    openTimeMs: START_MS + hour * HOUR_MS,
    open: `${price}.5`,
    high: `${price + 2}`,
    low: `${price}`,
    close: `${price + 1}`,
    volume: "10.25",
    quoteVolume: "1000.5",
    marketCap: null,
    trades: 42,
    isClosed: true,
    ...changes,
  };
}

/** Candles of the hours `[from, to)`. */
export function candles(from: number, to: number): CandleRow[] {
  return Array.from({ length: to - from }, (_, at) => candle(from + at));
}

/** A trained model as it would be registered; the later `at`, the newer it is. */
export function modelInput(id: string, at: number): ModelInput {
  return {
    id,
    type: "LSTM",
    engine: "onnx",
    manifest: { layers: 2, horizons: [1, 24] },
    filePath: `${id}/model.onnx`,
    sha256: "0123456789abcdef".repeat(4),
    metrics: { pinball: 0.25 },
    trainedAtMs: START_MS + at * HOUR_MS,
  };
}

/** A forecast of two hours from {@link START_MS} + `hour`. */
export function forecastInput(symbol: string, hour: number): ForecastInput {
  const madeAtMs = START_MS + hour * HOUR_MS;
  const quantiles = { q05: 95, q25: 98, q50: 101.5, q75: 104, q95: 109.25 };
  return {
    symbol,
    madeAtMs,
    close: 100,
    path: [1, 2].map((ahead) => ({ targetMs: madeAtMs + ahead * HOUR_MS, ...quantiles })),
    probabilityUp: 0.53,
    confidence: 0.52,
  };
}
