import type { Database } from "../database.ts";

/** One hourly candle to be stored; prices and volumes are exact decimal strings. */
export interface CandleRow {
  readonly openTimeMs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly quoteVolume: string | null;
  readonly marketCap: string | null;
  readonly trades: number | null;
  /** False for the hour that is still open: its row is provisional. */
  readonly isClosed: boolean;
}

export interface WriteCandlesInput {
  readonly cryptoId: number;
  readonly sourceId: number;
  /** Any order; the same hour may appear twice, then the closed or the later row counts. */
  readonly rows: readonly CandleRow[];
  /** True for rows that fill a gap found later. */
  readonly repaired?: boolean;
}

export interface WriteCandlesResult {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

/**
 * Stores candles of one coin. A closed candle replaces a provisional one, a provisional one never
 * replaces a closed one, and equal rows are not touched, so that pages may arrive twice or shuffled.
 */
export function writeCandles(
  _db: Database,
  _input: WriteCandlesInput,
): Promise<WriteCandlesResult> {
  return Promise.reject(new Error("Not written yet."));
}
