import { ema } from "./ema.ts";

export interface Macd {
  /** EMA(fast) − EMA(slow), in price units. */
  readonly line: Float64Array;
  /** EMA of the line. */
  readonly signal: Float64Array;
  /** line − signal */
  readonly histogram: Float64Array;
}

/**
 * Moving average convergence/divergence (Appel 1979). Each EMA is seeded with the mean of its
 * first values, so the line starts at row slow − 1 and the signal `signalPeriod` − 1 rows later.
 */
export function macd(close: Float64Array, fast = 12, slow = 26, signalPeriod = 9): Macd {
  const slowMean = ema(close, slow);
  const line = ema(close, fast).map((mean, row) => mean - slowMean[row]!);
  const signal = ema(line, signalPeriod);
  return { line, signal, histogram: line.map((value, row) => value - signal[row]!) };
}
