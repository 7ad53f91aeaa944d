import { type Tendency, TENDENCY_RULES, type TendencyCoin } from "../tendency.ts";

/** A coin that made the label. */
export interface DecidingCoin {
  readonly symbol: string;
  readonly changePercent: number;
  /** Its share of the market's swings, where those decided; the shares of all coins add up to 1. */
  readonly share: number | null;
}

/**
 * The coins that made a label, the weightiest first: of a direction those that went that way; else all
 * coins by their share of the variance of the market's hourly returns.
 */
export function decidingCoins(
  coins: readonly TendencyCoin[],
  tendency: Tendency,
): DecidingCoin[] {
  const known = coins.filter((coin) => Number.isFinite(coin.change24hPercent));
  if (tendency === "bullish" || tendency === "bearish") {
    const sign = tendency === "bullish" ? 1 : -1;
    return known.filter((coin) => coin.change24hPercent * sign > TENDENCY_RULES.deadBandPercent)
      .sort((a, b) => (b.change24hPercent - a.change24hPercent) * sign)
      .map((coin) => toDeciding(coin, null));
  }
  const shares = swingShares(known);
  return known.map((coin, place) => toDeciding(coin, shares[place]!))
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
}

function toDeciding({ symbol, change24hPercent }: TendencyCoin, share: number | null) {
  return { symbol, changePercent: change24hPercent, share };
}

/**
 * Each coin's part in the variance of the equal-weighted market return: the covariance of what it adds
 * to the mean with the mean, over the mean's variance (Euler allocation). `null` for a market at rest.
 */
function swingShares(coins: readonly TendencyCoin[]): (number | null)[] {
  const hours = Math.max(0, ...coins.map((coin) => coin.hourlyReturns.length));
  const covariances = new Float64Array(coins.length);
  const parts = Array.from({ length: hours }, (_, hour) => partsOf(coins, hours, hour))
    .filter((part) => part.length > 0);
  const market = parts.map((part) => part.reduce((sum, { value }) => sum + value, 0));
  const center = market.reduce((sum, value) => sum + value, 0) / market.length;
  let variance = 0;
  parts.forEach((part, hour) => {
    const off = market[hour]! - center;
    variance += off * off;
    for (const { place, value } of part) covariances[place]! += value * off;
  });
  return Array.from(covariances, (one) => variance > 0 ? one / variance : null);
}

/** What each coin with a return adds to the market's mean of one hour. */
function partsOf(coins: readonly TendencyCoin[], hours: number, hour: number) {
  const known = coins.flatMap(({ hourlyReturns }, place) => {
    // Aligned at the newest hour: a young coin has fewer.
    const value = hourlyReturns[hourlyReturns.length - hours + hour] ?? NaN;
    return Number.isFinite(value) ? [{ place, value }] : [];
  });
  return known.map(({ place, value }) => ({ place, value: value / known.length }));
}
