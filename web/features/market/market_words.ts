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

/** The mean of the coins' sparklines, each beginning at 1: the course of an equal share in each. */
export function marketCourse(overview: MarketOverview): number[] {
  const lines = overview.coins.map((coin) => coin.sparkline).filter((line) => line.length > 1);
  const length = Math.min(...lines.map((line) => line.length));
  if (!Number.isFinite(length)) return [];
  const shared = lines.map((line) => line.slice(-length));
  return Array.from(
    { length },
    (_, hour) =>
      shared.reduce((sum, line) => sum + (line[hour] ?? 0) / (line[0] || 1), 0) / shared.length,
  );
}
