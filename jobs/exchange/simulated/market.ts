import type { SimulatedCoin } from "./coins.ts";

const HOUR_MS = 3_600_000;

/** A spot market as the simulated exchange lists it. */
export interface MarketInstrument {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly status: "TRADING" | "BREAK";
}

/** One row of the product list; `supply` is null where the market does not know it. */
export interface MarketProduct extends MarketInstrument {
  readonly name: string;
  readonly supply: number | null;
  readonly tags: readonly string[];
}

export interface RowQuery {
  readonly symbol: string;
  /** Without a start the newest rows up to the end are meant, as at Binance. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly limit: number;
}

/** Where the simulated exchange has its candles from: a seed, or files. */
export interface Market {
  instruments(nowMs: number): MarketInstrument[];
  products(nowMs: number): MarketProduct[];
  /** Klines as JSON texts, one per row, oldest first. Empty for an unknown symbol. */
  rows(query: RowQuery, nowMs: number): string[];
  /** Open time of the newest candle of a symbol, which may still be open; null without any. */
  newest(symbol: string, nowMs: number): number | null;
}

/** Numbers of one candle, already rounded, as decimal texts. */
export interface RowTexts {
  readonly openTimeMs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly quoteVolume: string;
  readonly trades: number;
  readonly takerBase: string;
  readonly takerQuote: string;
}

/** Binance's 12-field kline row as JSON text. */
export function rowJson(row: RowTexts): string {
  return `[${row.openTimeMs},"${row.open}","${row.high}","${row.low}","${row.close}",` +
    `"${row.volume}",${row.openTimeMs + HOUR_MS - 1},"${row.quoteVolume}",${row.trades},` +
    `"${row.takerBase}","${row.takerQuote}","0"]`;
}

/** Quote assets by which a symbol such as `BTCUSDT` is taken apart, longest first. */
const QUOTES = ["FDUSD", "USDT", "USDC", "BUSD", "TUSD", "BTC", "ETH", "BNB", "EUR", "USD"];

/** `BTCUSDT` → BTC and USDT; a symbol without a known quote asset is taken to be against USDT. */
export function splitSymbol(symbol: string): { base: string; quote: string } {
  const quote = QUOTES.find((q) => symbol.endsWith(q) && symbol.length > q.length);
  if (quote === undefined) return { base: symbol, quote: "USDT" };
  return { base: symbol.slice(0, -quote.length), quote };
}

/** First hour at which a coin trades, counted from the market's start. */
export function listedHour(coin: SimulatedCoin, startMs: number): number {
  if (coin.listed === undefined) return 0;
  return Math.max(0, Math.ceil((Date.parse(coin.listed) - startMs) / HOUR_MS));
}
