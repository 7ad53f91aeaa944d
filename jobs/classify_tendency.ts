import { type Cryptocurrency, listCryptocurrencies, readSeries, saveTendency } from "../db/mod.ts";
import type { CoinSeries } from "../ml/series.ts";
import { classifyTendency, type TendencyCoin, type TendencyResult } from "../ml/tendency.ts";
import type { JobContext } from "./context.ts";
import { HOUR_MS, lastClosedHour } from "./hours.ts";

const DAY_HOURS = 24;

/**
 * Classifies the market of the tracked coins at its newest hour and stores the verdict with its
 * reason. Coins that are behind the market are left out. Resolves to null while there are no candles.
 */
export async function classifyMarketTendency(context: JobContext): Promise<TendencyResult | null> {
  const toMs = lastClosedHour(context.now());
  const series = await readSeries(context.db, { fromMs: toMs - 4 * DAY_HOURS * HOUR_MS, toMs });
  const coins = await listCryptocurrencies(context.db, { trackedOnly: true });
  const newestMs = Math.max(...series.map((one) => one.openTime.at(-1) ?? -Infinity));
  const members = tendencyCoins(series, coins, newestMs);
  if (!members.some((coin) => Number.isFinite(coin.change24hPercent))) return null;
  const result = classifyTendency(members);
  await saveTendency(context.db, {
    atMs: newestMs + HOUR_MS,
    tendency: result.tendency,
    confidence: result.confidence,
    confidenceExplanation: null,
    clarity: null,
    details: null,
    reconstructed: false,
    explanation: result.explanation,
    metrics: {
      avg_change_percent: result.metrics.avgChangePercent,
      volatility_index: result.metrics.volatilityIndex,
      market_cap_change: result.metrics.marketCapChangePercent,
      rising_share: result.metrics.risingShare,
      falling_share: result.metrics.fallingShare,
      range_percent: result.metrics.rangePercent,
      coins: result.metrics.coins,
    },
  });
  return result;
}

function tendencyCoins(
  series: readonly CoinSeries[],
  coins: readonly Cryptocurrency[],
  newestMs: number,
): TendencyCoin[] {
  const supplies = new Map(coins.map((coin) => [coin.symbol, coin.circulatingSupply]));
  return series.filter((one) => one.openTime.at(-1) === newestMs).map((one) => {
    const closes = lastCloses(one, newestMs);
    const close = closes[DAY_HOURS]!;
    const supply = supplies.get(one.symbol) ?? null;
    return {
      symbol: one.symbol,
      change24hPercent: (close / closes[0]! - 1) * 100,
      marketCapWeight: supply === null ? null : supply * close,
      hourlyReturns: closes.slice(1).map((value, hour) => Math.log(value / closes[hour]!)),
    };
  });
}

/** Closes of the last 25 hours, oldest first, NaN for a missing hour. */
function lastCloses({ openTime, close }: CoinSeries, newestMs: number): number[] {
  const closes = new Array<number>(DAY_HOURS + 1).fill(NaN);
  for (let row = openTime.length - 1; row >= 0; row--) {
    const hoursAgo = (newestMs - openTime[row]!) / HOUR_MS;
    if (hoursAgo > DAY_HOURS) break;
    closes[DAY_HOURS - hoursAgo] = close[row]!;
  }
  return closes;
}
