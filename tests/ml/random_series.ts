import { type CoinSeries, HOUR_MS } from "../../ml/series.ts";

/** A small seeded generator (mulberry32), uniform in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal by Box and Muller. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export interface RandomSeriesOptions {
  readonly symbol?: string;
  readonly hours: number;
  readonly seed?: number;
  readonly startMs?: number;
  /** Hours from the start that have no candle. */
  readonly missing?: readonly number[];
}

/** A random walk of hourly candles. */
export function randomSeries(options: RandomSeriesOptions): CoinSeries {
  const { symbol = "BTC", hours, seed = 1, startMs = Date.UTC(2024, 0, 1), missing = [] } = options;
  const random = seeded(seed);
  const absent = new Set(missing);
  const rows: number[][] = [];
  let price = 100;
  for (let hour = 0; hour < hours; hour++) {
    const open = price;
    price *= Math.exp(0.01 * normal(random));
    const high = Math.max(open, price) * (1 + 0.003 * random());
    const low = Math.min(open, price) * (1 - 0.003 * random());
    const volume = 100 * Math.exp(normal(random));
    if (!absent.has(hour)) {
      rows.push([startMs + hour * HOUR_MS, open, high, low, price, volume, volume * price]);
    }
  }
  const column = (place: number) => Float64Array.from(rows, (row) => row[place]!);
  const [openTime, open, high, low, close, volume, quoteVolume] = [0, 1, 2, 3, 4, 5, 6].map(column);
  return {
    symbol,
    openTime: openTime!,
    open: open!,
    high: high!,
    low: low!,
    close: close!,
    volume: volume!,
    quoteVolume: quoteVolume!,
  };
}
