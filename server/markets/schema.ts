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
export const tendencyOutput = z.object({
  tendency: tendencyName,
  confidence: z.number(),
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
  timestamp: z.string(),
  simulated: z.boolean(),
});
export type MarketTendency = z.infer<typeof tendencyOutput>;
export const tendencyHistoryInput = z.object({
  hours: z.coerce.number().int().min(1).max(8760).default(168),
});
export const tendencyHistoryOutput = z.object({
  history: z.array(tendencyOutput.omit({ simulated: true })),
  simulated: z.boolean(),
});
