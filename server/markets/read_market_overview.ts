import type { OverviewRow } from "../../db/mod.ts";
import type { App } from "../context.ts";
import type { MarketOverview, OverviewCoin } from "./schema.ts";

const HOUR_MS = 3_600_000;

/** Every tracked coin that has candles, by rank, and the totals of the market they make. */
export async function readMarketOverview(app: App): Promise<MarketOverview> {
  const rows = await app.overview();
  const coins = rows.map(toCoin);
  const closed = rows.flatMap((row) => row.closedTimeMs ?? []);
  return {
    coins,
    totals: totalsOf(rows, coins),
    as_of: closed.length === 0 ? null : iso(Math.max(...closed) + HOUR_MS),
    source: rows[0]?.source ?? app.config.marketSource,
    simulated: await app.simulated(),
    ranked_by: rows.some((row) => row.rankedBy === "quote_volume") ? "quote_volume" : "market_cap",
  };
}

function toCoin(row: OverviewRow): OverviewCoin {
  return {
    symbol: row.symbol,
    name: row.name,
    price: row.price,
    change_1h_percent: changePercent(row.close1h, row.price),
    change_24h_percent: changePercent(row.close24h, row.price),
    change_7d_percent: changePercent(row.close7d, row.price),
    volume_24h: row.quoteVolume24h,
    market_cap: row.marketCap,
    market_cap_rank: row.rank,
    sparkline: row.sparkline,
    price_time: iso(row.openTimeMs),
  };
}

function totalsOf(rows: OverviewRow[], coins: OverviewCoin[]): MarketOverview["totals"] {
  return {
    coins: coins.length,
    market_cap: sum(rows.map((row) => row.marketCap)),
    market_cap_change_24h_percent: capChangePercent(rows),
    volume_24h: sum(rows.map((row) => row.quoteVolume24h)),
    rising_24h: coins.filter((coin) => (coin.change_24h_percent ?? 0) > 0).length,
    falling_24h: coins.filter((coin) => (coin.change_24h_percent ?? 0) < 0).length,
  };
}

/** Only coins whose cap is known at both times count, so that a new coin is not taken for growth. */
function capChangePercent(rows: OverviewRow[]): number | null {
  const known = rows.filter((row) => row.marketCap !== null && row.close24h !== null);
  const now = sum(known.map((row) => row.marketCap));
  const before = sum(known.map((row) => row.marketCap! * row.close24h! / row.price));
  return changePercent(before, now);
}

function changePercent(before: number | null, now: number | null): number | null {
  return before === null || now === null || before <= 0 ? null : (now / before - 1) * 100;
}

/** The sum of what is known, or null where nothing is. */
function sum(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
