import { z } from "zod";
import { coinSymbol } from "../predictions/schema.ts";

export const overviewCoin = z.object({
  symbol: z.string(),
  name: z.string(),
  price: z.number(),
  change_1h_percent: z.number().nullable(),
  change_24h_percent: z.number().nullable(),
  change_7d_percent: z.number().nullable(),
  volume_24h: z.number().nullable(),
  market_cap: z.number().nullable(),
  market_cap_rank: z.number().nullable(),
  /** Close of every fourth hour of the last seven days, oldest first, for a sparkline. */
  sparkline: z.array(z.number()),
  /** Open time of the candle the price comes from. */
  price_time: z.string(),
});
export type OverviewCoin = z.infer<typeof overviewCoin>;

export const overviewOutput = z.object({
  coins: z.array(overviewCoin),
  totals: z.object({
    coins: z.number(),
    market_cap: z.number().nullable(),
    market_cap_change_24h_percent: z.number().nullable(),
    volume_24h: z.number().nullable(),
    rising_24h: z.number(),
    falling_24h: z.number(),
  }),
  /** Close time of the newest closed candle, or null while there is none. */
  as_of: z.string().nullable(),
  source: z.string(),
  simulated: z.boolean(),
  /** `market_cap`, or `quote_volume` where the exchange publishes no supply. */
  ranked_by: z.enum(["market_cap", "quote_volume"]),
});
export type MarketOverview = z.infer<typeof overviewOutput>;

export const candleInterval = z.enum(["1h", "4h", "1d"]);
export const indicatorName = z.enum(["rsi", "macd", "bollinger", "atr", "ema", "sma"]);
const isoTime = z.string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/, {
    error: "A time looks like 2025-10-01T00:00:00Z, a day like 2025-10-01.",
    abort: true,
  })
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: "There is no such time." });
export const candlesInput = z.object({
  symbol: coinSymbol,
  /** ISO time; default: as far back from `to` as one call reaches. */
  from: isoTime.optional(),
  /** ISO time; default: now. */
  to: isoTime.optional(),
  interval: candleInterval.default("1h"),
  /** Comma-separated: `rsi,macd,bollinger,atr,ema,sma`. */
  indicators: z.string().optional(),
});
const line = z.array(z.number().nullable());
export const candlesOutput = z.object({
  symbol: z.string(),
  name: z.string(),
  interval: candleInterval,
  candles: z.array(z.object({
    open_time: z.string(),
    open: z.number(),
    high: z.number(),
    low: z.number(),
    close: z.number(),
    volume: z.number(),
    quote_volume: z.number().nullable(),
    /** False for the hour that is still open. */
    closed: z.boolean(),
  })),
  /** One value per candle, null where the indicator is not defined yet. */
  indicators: z.object({
    rsi: line.optional(),
    macd: z.object({ macd: line, signal: line, histogram: line }).optional(),
    bollinger: z.object({ middle: line, upper: line, lower: line }).optional(),
    atr: line.optional(),
    ema: line.optional(),
    sma: line.optional(),
  }).optional(),
  /** Known holes inside the range: outages of the exchange and hours still missing. */
  gaps: z.array(
    z.object({ from: z.string(), to: z.string(), reason: z.enum(["outage", "missing"]) }),
  ),
  simulated: z.boolean(),
});
export type Candles = z.infer<typeof candlesOutput>;

export const tendencyName = z.enum(["bullish", "bearish", "volatile", "stable", "consolidating"]);
const tendencyMetric = z.enum([
  "rising_coins",
  "falling_coins",
  "volatility_index",
  "avg_change_percent",
  "range_percent",
]);
const tendencyFlip = z.object({
  /** What the market would be called instead. */
  becomes: tendencyName,
  metric: tendencyMetric,
  /** The figure now, and where the label changes: coins, or percent. */
  from: z.number(),
  to: z.number(),
  /** Whether `to` itself changes the label, or only what lies beyond it. */
  inclusive: z.boolean(),
  /** One sentence: "Volatile if 3 fewer of 20 coins had fallen by more than 0.5 %." */
  text: z.string(),
});
/** Why the market is called what it is, and what such names were worth. */
export const tendencyDetails = z.object({
  /** The coins that made the label; the share is theirs of the market's swings, where that decided. */
  deciding_coins: z.array(z.object({
    symbol: z.string(),
    change_24h_percent: z.number(),
    share: z.number().nullable(),
  })),
  /** The rules in the order they are asked, up to the one that decided. */
  thresholds: z.array(z.object({
    /** The label that the rule stands for. */
    rule: tendencyName,
    metric: tendencyMetric,
    value: z.number(),
    threshold: z.number(),
    comparison: z.enum(["more than", "at least", "at most"]),
    met: z.boolean(),
  })),
  /** The least change of each figure alone that would give another label, the smallest first. */
  flips: z.array(tendencyFlip),
  /** The first of them; null where no change of one figure alone would do. */
  smallest_flip: tendencyFlip.nullable(),
  /** Hours that the present label has held without a break. */
  lasted_hours: z.number(),
  /** Median length of the ended runs of this label, hours; null before the first ended. */
  duration_hours_typical: z.number().nullable(),
  /** Ended runs behind that figure. */
  runs: z.number(),
  /** Share of the days with this label after which the next day agreed; null without any. */
  next_day_agreed_share: z.number().nullable(),
  /** Days with this label whose next day is known, one a day: hours next to each other are not evidence. */
  observations: z.number(),
  /** Share of all days on which the next day was so, whatever the label. */
  base_share: z.number().nullable(),
  /** What "agreed" means for this label. */
  next_day_meaning: z.string(),
  /** Where the history begins. */
  history_from: z.string().nullable(),
  /** Hours of it that were worked out afterwards from stored candles. */
  reconstructed_hours: z.number(),
});
export type TendencyDetails = z.infer<typeof tendencyDetails>;
export const tendencyOutput = z.object({
  tendency: tendencyName,
  /**
   * How often the next day agreed with such a label in the past, pulled toward how often it is so on any
   * day while there are few such days. Not how clear the label is.
   */
  confidence: z.number(),
  /** The same in one sentence, with its numbers. */
  confidence_explanation: z.string().nullable(),
  /** How far the deciding figure lies beyond its threshold: 0 at it, 1 far beyond. No probability. */
  clarity: z.number().nullable(),
  /** The rule in one sentence, with its numbers. */
  explanation: z.string(),
  metrics: z.object({
    avg_change_percent: z.number(),
    volatility_index: z.number(),
    market_cap_change: z.number().nullable(),
    rising_share: z.number(),
    falling_share: z.number(),
    range_percent: z.number(),
    coins: z.number(),
  }),
  details: tendencyDetails.nullable(),
  /** Worked out afterwards from stored candles of today's coins, not at its hour. */
  reconstructed: z.boolean(),
  timestamp: z.string(),
  simulated: z.boolean(),
});
export type MarketTendency = z.infer<typeof tendencyOutput>;
export const tendencyHistoryInput = z.object({
  hours: z.coerce.number().int().min(1).max(8760).default(168),
});
export const tendencyHistoryOutput = z.object({
  history: z.array(tendencyOutput.omit({ simulated: true, details: true })),
  simulated: z.boolean(),
});

export const livePricesInput = z.object({
  /** Only what moved after this `version`; left out: all prices. */
  since: z.coerce.number().int().min(0).optional(),
});
export const liveInput = z.object({ lastEventId: z.string().max(40).nullish() }).optional();
export const livePricesOutput = z.object({
  /** Counts change sets. */
  version: z.number(),
  /**
   * The change set after which `prices` moved; null: these are all prices, and a coin that is not among
   * them has no live price any more.
   */
  since: z.number().nullable(),
  prices: z.array(z.object({
    symbol: z.string(),
    price: z.number(),
    /** When it became this price. */
    at: z.string(),
  })),
  /** `stale`: no price has moved for longer than `stale_after_ms`; `none`: there are no prices yet. */
  state: z.enum(["live", "stale", "none"]),
  /** Why there is nothing newer; null while prices are live. */
  reason: z.string().nullable(),
  /** When a price last moved. */
  as_of: z.string().nullable(),
  /** How long ago that was when this was sent; independent of the client's clock. */
  age_ms: z.number().nullable(),
  stale_after_ms: z.number(),
  source: z.string().nullable(),
  simulated: z.boolean(),
});
export type LivePrices = z.infer<typeof livePricesOutput>;
