/** What the market as a whole does; the rules are in `TENDENCY_RULES`. */
export type Tendency = "bullish" | "bearish" | "volatile" | "stable" | "consolidating";

/**
 * The thresholds, asked in this order: direction first, then volatility, then calm.
 *
 * - bullish: more than 60 % of the coins rose by more than the dead band in 24 h
 * - bearish: more than 60 % fell by more than the dead band
 * - volatile: no such direction, and the market's hourly returns have a deviation of at least
 *   4 % a day; or the market's range was too wide for anything calmer
 * - stable: deviation at most 1.5 % a day and an average change within ±1 %
 * - consolidating: what is left, with the market's 24 h range at most 6 %
 */
export const TENDENCY_RULES = {
  /** Share of coins that makes a direction. */
  directionShare: 0.6,
  /** Smaller 24 h changes count as neither rising nor falling, percent. */
  deadBandPercent: 0.5,
  /** Daily deviation of the market from which it is volatile, percent. */
  volatilePercent: 4,
  /** Daily deviation up to which it can be stable, percent. */
  stablePercent: 1.5,
  /** Average 24 h change up to which it can be stable, percent. */
  stableChangePercent: 1,
  /** High over low of the market's path up to which it consolidates, percent. */
  tightRangePercent: 6,
} as const;

/** One coin of the top, as the classification needs it. */
export interface TendencyCoin {
  readonly symbol: string;
  readonly change24hPercent: number;
  /** Market capitalisation in any unit, or `null` where unknown. */
  readonly marketCapWeight: number | null;
  /** Log returns of the last 24 closed hours, oldest first; `NaN` for a missing hour. */
  readonly hourlyReturns: ArrayLike<number>;
}

export interface TendencyMetrics {
  /** Plain mean of the coins' 24 h changes. */
  readonly avgChangePercent: number;
  /** Deviation of the market's hourly log returns, as percent a day (× √24). */
  readonly volatilityIndex: number;
  /** 24 h change weighted by market cap; `null` where no coin's is known. */
  readonly marketCapChangePercent: number | null;
  /** Coins that rose, and fell, by more than the dead band; and as a share of all. */
  readonly risingCoins: number;
  readonly fallingCoins: number;
  readonly risingShare: number;
  readonly fallingShare: number;
  /** High over low of the market's path over the hours given, percent. */
  readonly rangePercent: number;
  readonly coins: number;
}

export interface TendencyResult {
  readonly tendency: Tendency;
  /** How far the deciding figure lies beyond its threshold: 0 at it, 1 far beyond. No probability. */
  readonly clarity: number;
  /** The rule in one sentence, with its numbers. */
  readonly explanation: string;
  readonly metrics: TendencyMetrics;
}

/**
 * Classifies the market by `TENDENCY_RULES`. The market's hourly return is the equal-weighted
 * mean of the coins that have one at that hour.
 *
 * @throws RangeError where no coin has a finite 24 h change.
 */
export function classifyTendency(coins: readonly TendencyCoin[]): TendencyResult {
  const known = coins.filter((coin) => Number.isFinite(coin.change24hPercent));
  if (known.length === 0) {
    throw new RangeError("No coin has a 24 h change: the tendency cannot be told.");
  }
  const metrics = measure(known);
  return { ...decide(metrics), metrics };
}

/** The figures that decide, and by which rule: `TENDENCY_RULES`. */
export type TendencyFigures = Pick<
  TendencyMetrics,
  | "coins"
  | "risingCoins"
  | "fallingCoins"
  | "volatilityIndex"
  | "avgChangePercent"
  | "rangePercent"
>;

/** The label of these figures. */
export function tendencyOf(figures: TendencyFigures): Tendency {
  const { coins, risingCoins, fallingCoins, volatilityIndex, avgChangePercent } = figures;
  const rules = TENDENCY_RULES;
  if (risingCoins / coins > rules.directionShare) return "bullish";
  if (fallingCoins / coins > rules.directionShare) return "bearish";
  if (volatilityIndex >= rules.volatilePercent) return "volatile";
  const small = Math.abs(avgChangePercent) <= rules.stableChangePercent;
  if (volatilityIndex <= rules.stablePercent && small) return "stable";
  return figures.rangePercent <= rules.tightRangePercent ? "consolidating" : "volatile";
}

function measure(coins: readonly TendencyCoin[]): TendencyMetrics {
  const band = TENDENCY_RULES.deadBandPercent;
  const market = marketReturns(coins);
  const risingCoins = coins.filter((coin) => coin.change24hPercent > band).length;
  const fallingCoins = coins.filter((coin) => coin.change24hPercent < -band).length;
  return {
    avgChangePercent: mean(coins.map((coin) => coin.change24hPercent)),
    volatilityIndex: deviation(market) * Math.sqrt(24) * 100,
    marketCapChangePercent: weightedChange(coins),
    risingCoins,
    fallingCoins,
    risingShare: risingCoins / coins.length,
    fallingShare: fallingCoins / coins.length,
    rangePercent: pathRange(market),
    coins: coins.length,
  };
}

function marketReturns(coins: readonly TendencyCoin[]): number[] {
  const hours = Math.max(...coins.map((coin) => coin.hourlyReturns.length));
  const market: number[] = [];
  for (let hour = 0; hour < hours; hour++) {
    const present = coins
      // Aligned at the newest hour: a young coin has fewer.
      .map((coin) => coin.hourlyReturns[coin.hourlyReturns.length - hours + hour] ?? NaN)
      .filter(Number.isFinite);
    if (present.length > 0) market.push(mean(present));
  }
  return market;
}

function weightedChange(coins: readonly TendencyCoin[]): number | null {
  let weights = 0;
  let sum = 0;
  for (const { marketCapWeight, change24hPercent } of coins) {
    if (marketCapWeight === null || !(marketCapWeight > 0)) continue;
    weights += marketCapWeight;
    sum += marketCapWeight * change24hPercent;
  }
  return weights > 0 ? sum / weights : null;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}

function pathRange(returns: readonly number[]): number {
  let level = 0, high = 0, low = 0;
  for (const value of returns) {
    level += value;
    high = Math.max(high, level);
    low = Math.min(low, level);
  }
  return (Math.exp(high - low) - 1) * 100;
}

type Decision = Omit<TendencyResult, "metrics">;

function decide(metrics: TendencyMetrics): Decision {
  const tendency = tendencyOf(metrics);
  switch (tendency) {
    case "bullish":
      return direction(tendency, "rose", metrics.risingShare, metrics);
    case "bearish":
      return direction(tendency, "fell", metrics.fallingShare, metrics);
    case "stable":
      return stable(metrics);
    case "volatile":
      return metrics.volatilityIndex >= TENDENCY_RULES.volatilePercent
        ? volatile(metrics)
        : byRange(tendency, metrics);
    case "consolidating":
      return byRange(tendency, metrics);
  }
}

function direction(
  tendency: "bullish" | "bearish",
  verb: string,
  share: number,
  { coins }: TendencyMetrics,
): Decision {
  const { directionShare, deadBandPercent } = TENDENCY_RULES;
  return {
    tendency,
    clarity: beyond((share - directionShare) / (1 - directionShare)),
    explanation: `${percent(share * 100)} of ${coins} coins ${verb} by more than ` +
      `${deadBandPercent} % in 24 h; more than ${percent(directionShare * 100)} is ${tendency}.`,
  };
}

function volatile({ volatilityIndex }: TendencyMetrics): Decision {
  const { volatilePercent } = TENDENCY_RULES;
  return {
    tendency: "volatile",
    clarity: beyond(volatilityIndex / volatilePercent - 1),
    explanation: `No direction, and the market's hourly returns deviate by ` +
      `${percent(volatilityIndex)} a day; ${percent(volatilePercent)} or more is volatile.`,
  };
}

function stable({ volatilityIndex, avgChangePercent }: TendencyMetrics): Decision {
  const { stablePercent, stableChangePercent } = TENDENCY_RULES;
  const slack = Math.min(
    1 - volatilityIndex / stablePercent,
    1 - Math.abs(avgChangePercent) / stableChangePercent,
  );
  return {
    tendency: "stable",
    clarity: beyond(slack),
    explanation: `No direction, a deviation of ${percent(volatilityIndex)} a day and an ` +
      `average change of ${percent(avgChangePercent)}: both are small.`,
  };
}

function byRange(
  tendency: "consolidating" | "volatile",
  { rangePercent }: TendencyMetrics,
): Decision {
  const { tightRangePercent } = TENDENCY_RULES;
  return {
    tendency,
    clarity: beyond(Math.abs(1 - rangePercent / tightRangePercent)),
    explanation: `No direction, and the market moved within a range of ` +
      `${percent(rangePercent)}; up to ${percent(tightRangePercent)} is consolidating` +
      (tendency === "consolidating" ? "." : ", more is volatile."),
  };
}

/** 0 at the threshold, 1 where the share beyond it is 1 or more. */
function beyond(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function percent(value: number): string {
  return `${value.toFixed(1)} %`;
}
