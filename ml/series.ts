/**
 * Hourly candles of one coin as columns, the form in which `ml` receives all market data.
 * Rows are closed candles in strictly increasing open time; hours may be missing, never repeated.
 */
export interface CoinSeries {
  /** The coin, for instance `BTC`. */
  readonly symbol: string;
  /** Open times in milliseconds since the epoch, each on the hour (UTC). */
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Base-asset volume. */
  readonly volume: Float64Array;
  /** Quote-asset volume in USD; `NaN` where the source does not say. */
  readonly quoteVolume: Float64Array;
}

/** One hour in milliseconds, the step of every series. */
export const HOUR_MS = 3_600_000;

/** A copy of the candles that opened at or after a time. */
export function candlesSince(series: CoinSeries, fromMs: number): CoinSeries {
  let from = series.openTime.length;
  while (from > 0 && series.openTime[from - 1]! >= fromMs) from--;
  return {
    symbol: series.symbol,
    openTime: series.openTime.slice(from),
    open: series.open.slice(from),
    high: series.high.slice(from),
    low: series.low.slice(from),
    close: series.close.slice(from),
    volume: series.volume.slice(from),
    quoteVolume: series.quoteVolume.slice(from),
  };
}
