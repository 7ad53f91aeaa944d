import type { OperationExamples } from "../openapi_example.ts";

const TENDENCY = {
  tendency: "stable",
  confidence: 0.58,
  confidence_explanation: "On 29 of 50 such days the next day was stable too.",
  clarity: 0.4,
  explanation: "Prices moved by 0.6 % on average, less than 1 %.",
  metrics: {
    avg_change_percent: 0.3,
    volatility_index: 0.6,
    market_cap_change: 0.2,
    rising_share: 0.5,
    falling_share: 0.35,
    range_percent: 1.8,
    coins: 20,
  },
  reconstructed: false,
  timestamp: "2026-11-21T12:00:00.000Z",
};

export const marketExamples: OperationExamples = {
  "market.overview": {
    output: {
      coins: [{
        symbol: "BTC",
        name: "Bitcoin",
        price: 68123.45,
        change_1h_percent: 0.1,
        change_24h_percent: -1.2,
        change_7d_percent: 3.4,
        volume_24h: 1_250_000_000,
        market_cap: 1_340_000_000_000,
        market_cap_rank: 1,
        sparkline: [67000.5, 68123.45],
        price_time: "2026-11-21T12:00:00.000Z",
      }],
      totals: {
        coins: 1,
        market_cap: 1_340_000_000_000,
        market_cap_change_24h_percent: -1.2,
        volume_24h: 1_250_000_000,
        rising_24h: 0,
        falling_24h: 1,
      },
      as_of: "2026-11-21T12:00:00.000Z",
      source: "https://data-api.binance.vision",
      simulated: false,
      ranked_by: "market_cap",
    },
  },
  "market.candles": {
    input: {
      symbol: "BTC",
      from: "2026-11-20T00:00:00Z",
      to: "2026-11-20T23:00:00Z",
      interval: "1h",
      indicators: "rsi,macd",
    },
    output: {
      symbol: "BTC",
      name: "Bitcoin",
      interval: "1h",
      candles: [{
        open_time: "2026-11-20T00:00:00.000Z",
        open: 68000,
        high: 68200.5,
        low: 67950,
        close: 68123.45,
        volume: 812.4,
        quote_volume: 55_300_000,
        closed: true,
      }],
      indicators: { rsi: [54.2], macd: { macd: [12.1], signal: [10.4], histogram: [1.7] } },
      gaps: [],
      simulated: false,
    },
    errors: ["NOT_FOUND"],
  },
  "market.tendency": {
    output: { ...TENDENCY, details: null, simulated: false },
    errors: ["NOT_FOUND"],
  },
  "market.tendencyHistory": {
    input: { hours: 168 },
    output: { history: [TENDENCY], simulated: false },
  },
  "market.livePrices": {
    output: {
      version: 812,
      since: null,
      prices: [{ symbol: "BTC", price: 68123.45, at: "2026-11-21T12:34:50.000Z" }],
      state: "live",
      reason: null,
      as_of: "2026-11-21T12:34:50.000Z",
      age_ms: 3200,
      stale_after_ms: 25000,
      source: "https://data-api.binance.vision",
      simulated: false,
    },
  },
};
