import type { AlertSpan } from "../../db/mod.ts";
import type { PriceObservation } from "./observation.ts";

const HOUR_MS = 3_600_000;
/** A coin's own volatility is that of its last week. */
export const VOLATILITY_HOURS = 168;
/** With fewer hourly changes what is usual is not known. */
const LEAST_CHANGES = 48;
/** For the market as a whole a coin counts with its last price for so long. */
const CARRIED_MS = 24 * HOUR_MS;

/** Closed candles of a coin, ready to be looked up. */
export interface PriceHistory {
  readonly symbol: string;
  /** Increasing, milliseconds since the epoch. */
  readonly openTime: Float64Array;
  readonly close: Float64Array;
  /** Of the week up to each candle, hourly, in percent; `NaN` where it is not known. */
  readonly volatility: Float64Array;
  /** Weight in the market; null where it is not known. */
  readonly supply: number | null;
}

/** A price that came outside the candles. */
export interface LivePrice {
  readonly symbol: string;
  readonly price: number;
  readonly atMs: number;
}

export function prepareHistory(
  { symbol, openTime, close }: Pick<PriceHistory, "symbol" | "openTime" | "close">,
  supply: number | null,
): PriceHistory {
  return { symbol, openTime, close, supply, volatility: volatilities(openTime, close) };
}

/** What the hour that ended at `atMs` shows of each coin; coins without its candle are left out. */
export function observeHour(
  histories: readonly PriceHistory[],
  atMs: number,
): PriceObservation[] {
  return histories.flatMap((history) => {
    const row = rowAt(history, atMs - HOUR_MS);
    if (row < 0) return [];
    const before = (hours: AlertSpan) => closeAt(history, atMs - hours * HOUR_MS);
    return [observed(history, row, { atMs, price: history.close[row]!, before })];
  });
}

/** What live prices show; a price of a coin without candles is left out. */
export function observeLive(
  histories: readonly PriceHistory[],
  prices: readonly LivePrice[],
): PriceObservation[] {
  const bySymbol = new Map(prices.map((price) => [price.symbol, price]));
  return histories.flatMap((history) => {
    const live = bySymbol.get(history.symbol);
    if (live === undefined || history.close.length === 0) return [];
    const { price, atMs } = live;
    const before = (hours: AlertSpan) => closeNear(history, atMs - hours * HOUR_MS);
    return [observed(history, history.close.length - 1, { atMs, price, before })];
  });
}

/**
 * The market as a whole: what all coins are worth together, by today's supplies; where no supply is
 * known, the geometric mean of their prices. A coin counts with its last price for a day, so that a gap
 * is no fall, and a change is measured over the coins known at both ends. Null where fewer than half of
 * the coins have a price of `atMs` itself.
 */
export function observeMarket(
  histories: readonly PriceHistory[],
  coins: readonly PriceObservation[],
  atMs: number,
): PriceObservation | null {
  if (coins.length === 0 || coins.length * 2 < histories.length) return null;
  const fresh = new Map(coins.map((coin) => [coin.symbol, coin.price]));
  const weigh = histories.some((one) => one.supply !== null) ? worth : geometricMean;
  const now = histories.map((one) => fresh.get(one.symbol) ?? lastClose(one, atMs));
  const price = weigh(histories, now);
  if (price === null) return null;
  const before = (hours: AlertSpan) => {
    const thenMs = atMs - hours * HOUR_MS;
    const then = histories.map((one, i) => now[i] === null ? null : lastClose(one, thenMs));
    const valueThen = weigh(histories, then);
    const valueNow = weigh(histories, now.map((value, i) => then[i] === null ? null : value));
    return valueThen === null || valueNow === null ? null : price * valueThen / valueNow;
  };
  const spans = { 1: before(1), 4: before(4), 24: before(24) };
  return { symbol: null, atMs, price, before: spans, volatility: null };
}

type Weigh = (
  histories: readonly PriceHistory[],
  prices: readonly (number | null)[],
) => number | null;

const worth: Weigh = (histories, prices) => {
  let sum = 0;
  for (const [i, price] of prices.entries()) {
    sum += price === null ? 0 : price * (histories[i]!.supply ?? 0);
  }
  return sum > 0 ? sum : null;
};

const geometricMean: Weigh = (_histories, prices) => {
  const known = prices.filter((price) => price !== null && price > 0) as number[];
  if (known.length === 0) return null;
  return Math.exp(known.reduce((sum, price) => sum + Math.log(price), 0) / known.length);
};

function observed(
  { symbol, volatility }: PriceHistory,
  row: number,
  { atMs, price, before }: {
    readonly atMs: number;
    readonly price: number;
    readonly before: (hours: AlertSpan) => number | null;
  },
): PriceObservation {
  const usual = volatility[row]!;
  const spans = { 1: before(1), 4: before(4), 24: before(24) };
  return { symbol, atMs, price, before: spans, volatility: Number.isNaN(usual) ? null : usual };
}

/** The close of the candle that ended at `endMs`; null where it is missing. */
function closeAt(history: PriceHistory, endMs: number): number | null {
  const row = rowAt(history, endMs - HOUR_MS);
  return row < 0 ? null : history.close[row]!;
}

/** The close nearest to a moment, half an hour off at most. */
function closeNear(history: PriceHistory, ms: number): number | null {
  const endMs = Math.round(ms / HOUR_MS) * HOUR_MS;
  return closeAt(history, endMs);
}

/** The newest close at a moment, a day old at most. */
function lastClose(history: PriceHistory, endMs: number): number | null {
  const row = rowUpTo(history.openTime, endMs - HOUR_MS);
  if (row < 0 || history.openTime[row]! < endMs - HOUR_MS - CARRIED_MS) return null;
  return history.close[row]!;
}

/** The row of the candle that opened at `openMs`, or -1. Candles are hourly: most are where counted. */
function rowAt({ openTime }: PriceHistory, openMs: number): number {
  const counted = (openMs - (openTime[0] ?? openMs)) / HOUR_MS;
  if (openTime[counted] === openMs) return counted;
  const row = rowUpTo(openTime, openMs);
  return row >= 0 && openTime[row] === openMs ? row : -1;
}

/** The newest row that opened at `openMs` or before, or -1. */
function rowUpTo(openTime: Float64Array, openMs: number): number {
  let low = 0;
  let high = openTime.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (openTime[middle]! <= openMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Changes over a gap are left out: they are of more than an hour. */
function volatilities(openTime: Float64Array, close: Float64Array): Float64Array {
  const changes = new Float64Array(close.length).fill(NaN);
  for (let i = 1; i < close.length; i++) {
    if (openTime[i]! - openTime[i - 1]! !== HOUR_MS) continue;
    changes[i] = (close[i]! - close[i - 1]!) / close[i - 1]! * 100;
  }
  return Float64Array.from(close, (_, row) => deviation(openTime, changes, row));
}

function deviation(openTime: Float64Array, changes: Float64Array, row: number): number {
  const afterMs = openTime[row]! - VOLATILITY_HOURS * HOUR_MS;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let i = row; i >= 0 && openTime[i]! > afterMs; i--) {
    const change = changes[i]!;
    if (Number.isNaN(change)) continue;
    count++;
    sum += change;
    squares += change * change;
  }
  if (count < LEAST_CHANGES) return NaN;
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean));
}
