import type { Sql } from "../database.ts";

/**
 * Closed hourly candles of one coin as columns, in increasing open time; equal in shape to
 * `CoinSeries` of `ml`.
 */
export interface CandleSeries {
  readonly symbol: string;
  /** Milliseconds since the epoch. */
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** `NaN` where the source does not say. */
  readonly quoteVolume: Float64Array;
}

export interface ReadSeriesInput {
  /** Default: every tracked coin, by rank. */
  readonly symbols?: readonly string[];
  /** Open times, both ends included. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Series of the asked coins in the asked order; coins without a closed candle are left out. */
export function readSeries(_db: Sql, _input: ReadSeriesInput = {}): Promise<CandleSeries[]> {
  return Promise.reject(new Error("Not written yet."));
}
