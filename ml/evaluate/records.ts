/** One forecast of a test block at the 24 h horizon and what came of it. Prices in USD. */
export interface TestForecast {
  readonly model: string;
  readonly symbol: string;
  /** Close of the last candle used, ms since the epoch. */
  readonly madeAtMs: number;
  /** When the target candle closes, ms since the epoch. */
  readonly targetMs: number;
  /** Close at `madeAtMs`. */
  readonly close: number;
  /** Close at `targetMs`. */
  readonly actual: number;
  readonly q05: number;
  readonly q10: number;
  readonly q25: number;
  readonly q50: number;
  readonly q75: number;
  readonly q90: number;
  readonly q95: number;
  /** Calibrated probability that `actual` is above `close`. */
  readonly probabilityUp: number;
  /** Calibrated probability that the stated direction is right, 0.5…1. */
  readonly confidence: number;
  /** Whether the model claims an edge on this coin. */
  readonly called: boolean;
  /** Trailing hourly volatility of the coin at `madeAtMs`. */
  readonly volatility: number;
}

/** A metric and its 95 % interval. */
export interface MetricValue {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The metrics of the contract, in the order of the table. */
export const METRIC_NAMES = [
  "rank_ic",
  "hit_rate",
  "mase",
  "rmsse",
  "pinball",
  "crps",
  "coverage_50",
  "coverage_80",
  "coverage_90",
  "winkler_90",
  "brier",
  "ece",
] as const;

/** What is reported besides. */
export const EXTRA_METRIC_NAMES = [
  "rank_ic_t",
  "relative_hit_rate",
  "relative_hit_rate_top_tenth",
  "top20_excess",
  "pinball_skill",
  "dm_naive",
  "winkler_90_vs_ewma",
  "width_50",
  "width_80",
  "width_90",
  "worst_month_coverage_90",
] as const;

export type MetricName = typeof METRIC_NAMES[number] | typeof EXTRA_METRIC_NAMES[number];

export type Summary = Readonly<Record<MetricName, MetricValue>>;

/** What `summarise(rows, context): Summary` (summarise.ts) needs besides a model's rows. */
export interface SummaryContext {
  /** The zero-return model's forecasts of the same coins and hours: the naive to compare with. */
  readonly naive: readonly TestForecast[];
  /** The EWMA model's, for the comparison of Winkler scores. */
  readonly ewma: readonly TestForecast[];
  /** Of the bootstrap. */
  readonly seed: number;
  /** Bootstrap resamples, default 1000. */
  readonly resamples?: number;
}
