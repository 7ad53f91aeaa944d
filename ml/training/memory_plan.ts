import type { CoinSeries } from "../series.ts";

/** What a training may be given so that it fits into memory. */
export interface MemoryPlan {
  /** The newest candles, as many as fit. */
  readonly series: readonly CoinSeries[];
  readonly batchSize: number;
  /** What the training is expected to take at most, megabytes. */
  readonly megabytes: number;
}

/** The program, its libraries and what an evaluation leaves for the collector, megabytes. */
const BASE_MB = 220;
/** A candle: its columns, its features, raw and scaled, and what is left of computing them. */
const MB_PER_CANDLE = 460 / 2 ** 20;
/** Activations and gradients of a window of 168 hours, both layers, as the native library keeps them. */
const MB_PER_WINDOW = 1.6;
/** Fewer windows a step make its gradient too noisy for the learning rate. */
const SMALLEST_BATCH = 32;
/** 60 days are held back, and a network that has seen less than a month knows nothing. */
const LEAST_HOURS = 90 * 24;

/**
 * Fits a training into memory: smaller batches first, as they cost time and not knowledge, then a
 * shorter history. The figures are measured (`deno task bench small`), not exact.
 *
 * @param limitMb megabytes that the training process may take
 * @throws Error where not even ninety days of these coins fit
 */
export function planMemory(
  series: readonly CoinSeries[],
  { batchSize, limitMb }: { readonly batchSize: number; readonly limitMb: number },
): MemoryPlan {
  const longest = Math.max(0, ...series.map(({ openTime }) => openTime.length));
  const candlesOf = (hours: number) =>
    series.reduce((sum, { openTime }) => sum + Math.min(hours, openTime.length), 0);
  const need = (windows: number, hours: number) =>
    BASE_MB + windows * MB_PER_WINDOW + candlesOf(hours) * MB_PER_CANDLE;
  let windows = batchSize;
  while (windows / 2 >= SMALLEST_BATCH && need(windows, longest) > limitMb) windows /= 2;
  let hours = longest;
  while (hours > LEAST_HOURS && need(windows, hours) > limitMb) hours -= 24;
  if (need(windows, hours) > limitMb) {
    throw new Error(
      `A training on ninety days of ${series.length} coins takes about ` +
        `${need(windows, hours).toFixed(0)} MB, and TRAINING_MEMORY_MB allows ${
          limitMb.toFixed(0)
        }. ` +
        "Allow more, follow fewer coins, or let a worker on another machine train.",
    );
  }
  return {
    series: hours === longest ? series : series.map((coin) => newest(coin, hours)),
    batchSize: windows,
    megabytes: need(windows, hours),
  };
}

function newest(coin: CoinSeries, hours: number): CoinSeries {
  const last = (column: Float64Array) => column.slice(-hours);
  return {
    symbol: coin.symbol,
    openTime: last(coin.openTime),
    open: last(coin.open),
    high: last(coin.high),
    low: last(coin.low),
    close: last(coin.close),
    volume: last(coin.volume),
    quoteVolume: last(coin.quoteVolume),
  };
}
