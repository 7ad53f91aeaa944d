import type { CoinSeries } from "../ml/series.ts";
import type { TendencyCoin } from "../ml/tendency.ts";
import { HOUR_MS } from "./hours.ts";

const DAY_HOURS = 24;

/** Candles of the market on one axis of hours, so that every hour of it can be classified. */
export interface MarketGrid {
  /** Open time of the first hour. */
  readonly fromMs: number;
  readonly coins: readonly GridCoin[];
}

interface GridCoin {
  readonly symbol: string;
  /** Coins in circulation today; `null` where unknown. */
  readonly supply: number | null;
  /** By hour since `fromMs`, `NaN` where there is no candle. */
  readonly closes: Float64Array;
  /** Log return of each hour against the one before. */
  readonly returns: Float64Array;
}

/** Puts the candles from `fromMs` to `toMs` (open times, both included) on a grid. */
export function marketGrid(
  series: readonly CoinSeries[],
  supplies: ReadonlyMap<string, number | null>,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): MarketGrid {
  const hours = Math.max(0, (toMs - fromMs) / HOUR_MS + 1);
  const coins = series.map(({ symbol, openTime, close }) => {
    const closes = new Float64Array(hours).fill(NaN);
    openTime.forEach((time, row) => {
      const hour = (time - fromMs) / HOUR_MS;
      if (hour >= 0 && hour < hours) closes[hour] = close[row]!;
    });
    const returns = closes.map((value, hour) => Math.log(value / (closes[hour - 1] ?? NaN)));
    return { symbol, supply: supplies.get(symbol) ?? null, closes, returns };
  });
  return { fromMs, coins };
}

/** The coins that have a candle opening at `openMs`, as the classification needs them. */
export function tendencyCoinsAt({ fromMs, coins }: MarketGrid, openMs: number): TendencyCoin[] {
  const hour = (openMs - fromMs) / HOUR_MS;
  return coins.filter(({ closes }) => Number.isFinite(closes[hour])).map((coin) => {
    const close = coin.closes[hour]!;
    return {
      symbol: coin.symbol,
      change24hPercent: (close / (coin.closes[hour - DAY_HOURS] ?? NaN) - 1) * 100,
      marketCapWeight: coin.supply === null ? null : coin.supply * close,
      hourlyReturns: coin.returns.subarray(Math.max(0, hour - DAY_HOURS + 1), hour + 1),
    };
  });
}

/** Whether any of these coins has a change to classify by. */
export function canClassify(coins: readonly TendencyCoin[]): boolean {
  return coins.some((coin) => Number.isFinite(coin.change24hPercent));
}
