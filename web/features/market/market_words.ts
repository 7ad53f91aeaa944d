import type { MarketOverview } from "../../../server/markets/schema.ts";
import { formatMoney, formatPercent } from "../../lib/format.ts";

/** What the market did, in one sentence. */
export function marketFinding(overview: MarketOverview): string {
  const { totals } = overview;
  const moved = totals.rising_24h >= totals.falling_24h
    ? `${totals.rising_24h} of ${totals.coins} coins rose`
    : `${totals.falling_24h} of ${totals.coins} coins fell`;
  if (totals.market_cap === null) return `${moved} over the last 24 hours.`;
  const worth = `together they are worth ${formatMoney(totals.market_cap)}`;
  const change = totals.market_cap_change_24h_percent;
  return `${moved} over the last 24 hours; ${worth}` +
    `${change === null ? "" : ` (${formatPercent(change, 1)})`}.`;
}

/** The mean change of the coins over 24 hours in percent, each counted alike; null of none. */
export function averageChange(overview: MarketOverview): number | null {
  const changes = overview.coins.flatMap((coin) => coin.change_24h_percent ?? []);
  if (changes.length === 0) return null;
  return changes.reduce((sum, change) => sum + change, 0) / changes.length;
}

/** What all coins are worth at live prices, those without one at their newest close; null if not known. */
export function liveWorth(
  overview: MarketOverview,
  livePrice: (symbol: string) => number | undefined,
): number | null {
  const { market_cap: worth } = overview.totals;
  if (worth === null) return null;
  const gains = overview.coins.map(({ symbol, price, market_cap: cap }) => {
    const live = livePrice(symbol);
    return cap === null || live === undefined || price <= 0 ? 0 : cap * (live / price - 1);
  });
  return gains.reduce((sum, gain) => sum + gain, worth);
}

/**
 * The course of all coins over the sparklines' days: each counts for what it is worth, or all alike
 * where supplies are not known. The last point is 1.
 */
export function marketCourse(overview: MarketOverview): number[] {
  const coins = overview.coins.filter((coin) => coin.sparkline.length > 1);
  if (coins.length === 0) return [];
  const length = Math.min(...coins.map((coin) => coin.sparkline.length));
  const byCap = overview.ranked_by === "market_cap";
  const weights = coins.map((coin) => byCap ? coin.market_cap ?? 0 : 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const lines = coins.map((coin) => coin.sparkline.slice(-length));
  return Array.from({ length }, (_, hour) =>
    lines.reduce((sum, line, coin) => {
      const share = (line[hour] ?? 0) / (line.at(-1) || 1);
      return sum + share * (weights[coin] ?? 0) / total;
    }, 0));
}
