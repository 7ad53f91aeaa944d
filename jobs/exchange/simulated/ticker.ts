import type { Market } from "./market.ts";

const HOUR_MS = 3_600_000;

/** The newest price of one market, of the hour that is still open where there is one; null without any. */
export function lastPrice(market: Market, symbol: string, nowMs: number): string | null {
  const [row] = market.rows({ symbol, fromMs: null, toMs: nowMs, limit: 1 }, nowMs);
  return row === undefined ? null : String((JSON.parse(row) as unknown[])[4]);
}

/** Binance's 24-hour statistics of one market, from its last 24 candles; null without any. */
export function ticker24h(
  market: Market,
  symbol: string,
  nowMs: number,
): Record<string, unknown> | null {
  const newestMs = market.newest(symbol, nowMs);
  if (newestMs === null) return null;
  const fromMs = newestMs - 23 * HOUR_MS;
  const rows = market.rows({ symbol, fromMs, toMs: newestMs, limit: 24 }, nowMs)
    .map((text) => JSON.parse(text) as (string | number)[]);
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) return null;
  const sum = (field: number) => rows.reduce((total, row) => total + Number(row[field]), 0);
  const [open, close] = [Number(first[1]), Number(last[4])];
  const volume = sum(5);
  return {
    symbol,
    priceChange: (close - open).toFixed(8),
    priceChangePercent: (100 * (close / open - 1)).toFixed(3),
    weightedAvgPrice: (volume > 0 ? sum(7) / volume : close).toFixed(8),
    lastPrice: last[4],
    openPrice: first[1],
    highPrice: Math.max(...rows.map((row) => Number(row[2]))).toFixed(8),
    lowPrice: Math.min(...rows.map((row) => Number(row[3]))).toFixed(8),
    volume: volume.toFixed(8),
    quoteVolume: sum(7).toFixed(8),
    openTime: first[0],
    closeTime: last[6],
    count: sum(8),
  };
}
