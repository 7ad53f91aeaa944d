import { describeSample, type Sample } from "./dataset.ts";
import type { CoinFeatures } from "./features/feature_set.ts";
import { type Scaler, scaleRows } from "./scaler.ts";
import { HOUR_MS } from "./series.ts";
import { whyNoLatestWindow } from "./window.ts";

/** The newest input window of each coin that has one, for serving. */
export interface LatestWindows {
  /** B×T×F, scaled. */
  readonly x: Float32Array;
  /** The B coins in order. */
  readonly samples: readonly Sample[];
  readonly skipped: readonly { readonly symbol: string; readonly reason: string }[];
}

/**
 * Gathers the last `sequenceLength` hours of each coin into one batch. A coin whose newest candle
 * is older than the newest of all, or whose window has a gap or an undefined feature, is skipped
 * with the reason in plain words.
 */
export function latestWindows(
  features: readonly CoinFeatures[],
  options: { readonly sequenceLength: number; readonly scaler: Scaler },
): LatestWindows {
  const { sequenceLength, scaler } = options;
  const newest = Math.max(...features.map((one) => one.openTime[one.rows - 1] ?? -Infinity));
  const samples: Sample[] = [];
  const skipped: { symbol: string; reason: string }[] = [];
  features.forEach((one, coin) => {
    const reason = whyStale(one, newest) ?? whyNoLatestWindow(one, sequenceLength);
    if (reason === null) samples.push(describeSample(features, coin, one.rows - 1));
    else skipped.push({ symbol: one.symbol, reason });
  });
  const window = sequenceLength * scaler.center.length;
  const x = new Float32Array(samples.length * window);
  samples.forEach(({ coin, row }, place) => {
    const out = x.subarray(place * window, (place + 1) * window);
    scaleRows(scaler, features[coin]!.values, row - sequenceLength + 1, row + 1, out);
  });
  return { x, samples, skipped };
}

function whyStale({ openTime, rows }: CoinFeatures, newest: number): string | null {
  if (rows === 0) return "no candles";
  const hours = (newest - openTime[rows - 1]!) / HOUR_MS;
  return hours > 0 ? `its newest candle is ${hours} hours behind the market` : null;
}
