import { HOUR_MS } from "../series.ts";

/** What the cross-section of coins did, hour by hour, on one unbroken grid of hours. */
export interface MarketHours {
  /** Open time of the grid's first hour. */
  readonly startMs: number;
  /** Equal-weighted mean of the coins' returns; `NaN` where no coin has one. */
  readonly mean: Float64Array;
  /** Population deviation of the returns across coins; 0 for a single coin. */
  readonly dispersion: Float64Array;
}

/** One coin's returns on its own rows. */
export interface CoinReturns {
  readonly openTime: Float64Array;
  readonly returns: Float64Array;
}

/** Hours from the first to the last candle of all coins. */
export function gridOf(coins: readonly { readonly openTime: Float64Array }[]) {
  let startMs = Infinity;
  let endMs = -Infinity;
  for (const { openTime } of coins) {
    if (openTime.length === 0) continue;
    startMs = Math.min(startMs, openTime[0]!);
    endMs = Math.max(endMs, openTime[openTime.length - 1]!);
  }
  return { startMs, hours: endMs < startMs ? 0 : (endMs - startMs) / HOUR_MS + 1 };
}

/** Mean and dispersion across the coins that have a return at that hour, and no others. */
export function marketHours(coins: readonly CoinReturns[]): MarketHours {
  const { startMs, hours } = gridOf(coins);
  const count = new Int32Array(hours);
  const mean = new Float64Array(hours);
  const squares = new Float64Array(hours);
  for (const { openTime, returns } of coins) {
    for (let row = 0; row < returns.length; row++) {
      const value = returns[row]!;
      if (Number.isNaN(value)) continue;
      const hour = (openTime[row]! - startMs) / HOUR_MS;
      // Welford 1962: stable where returns are tiny and alike.
      const distance = value - mean[hour]!;
      count[hour]!++;
      mean[hour]! += distance / count[hour]!;
      squares[hour]! += distance * (value - mean[hour]!);
    }
  }
  return {
    startMs,
    mean: mean.map((value, hour) => count[hour] === 0 ? NaN : value),
    dispersion: squares.map((sum, hour) => count[hour] === 0 ? NaN : Math.sqrt(sum / count[hour]!)),
  };
}

/** Reads values of the hour grid at a coin's own rows. */
export function atRows(openTime: Float64Array, startMs: number, grid: Float64Array): Float64Array {
  return openTime.map((time) => grid[(time - startMs) / HOUR_MS] ?? NaN);
}
