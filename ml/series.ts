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
