import type { Candles, OverviewCoin } from "../../server/markets/schema.ts";
import type { CoinPrediction, Prediction, Top20 } from "../../server/predictions/schema.ts";
import type { Palette } from "../../web/charts/palette.ts";

export const HOUR_MS = 3_600_000;
export const START_MS = Date.UTC(2026, 10, 14);

export const PALETTE: Palette = {
  text: "#131c28",
  muted: "#546172",
  grid: "#e6eaf0",
  surface: "#ffffff",
  accent: "#4338ca",
  up: "#0b7570",
  down: "#b3480c",
  second: "#8a5a00",
  gap: "rgba(84, 97, 114, 0.13)",
};

/** Hourly candles at the hours given, counted from the start, each rising by one dollar. */
export function sampleCandles(hours: readonly number[]): Candles {
  return {
    symbol: "BTC",
    name: "Bitcoin",
    interval: "1h",
    candles: hours.map((hour) => ({
      open_time: new Date(START_MS + hour * HOUR_MS).toISOString(),
      open: 100 + hour,
      high: 102 + hour,
      low: 99 + hour,
      close: 101 + hour,
      volume: 10,
      quote_volume: null,
      closed: true,
    })),
    gaps: [],
    simulated: false,
  };
}

export function samplePrediction(change: Partial<Prediction> = {}): Prediction {
  return {
    symbol: "BTC",
    name: "Bitcoin",
    current_price: 100,
    predicted_price: 101,
    predicted_change_percent: 1,
    confidence: 0.54,
    lower: 95,
    upper: 106,
    lower_50: 99,
    upper_50: 103,
    lower_80: 97,
    upper_80: 104,
    called: false,
    call_reason: null,
    probability_up: 0.54,
    ...change,
  };
}

export function sampleForecast(madeAtMs: number, change: Partial<Prediction> = {}): CoinPrediction {
  const iso = (hour: number) => new Date(madeAtMs + hour * HOUR_MS).toISOString();
  return {
    ...samplePrediction(change),
    explanation: null,
    path: Array.from({ length: 24 }, (_, index) => ({
      target_time: iso(index + 1),
      q05: 95,
      q25: 99,
      q50: 101,
      q75: 103,
      q95: 106,
    })),
    prediction_time: iso(0),
    target_time: iso(24),
    horizon_hours: 24,
    model: { id: "m", type: "LSTM", trained_at: null },
    stale: false,
    simulated: false,
  };
}

export function sampleTop(predictions: Prediction[]): Top20 {
  return {
    predictions,
    prediction_time: new Date(START_MS).toISOString(),
    horizon_hours: 24,
    count: predictions.length,
    model: { id: "m", type: "LSTM", trained_at: null },
    stale: false,
    simulated: false,
  };
}

export function sampleCoin(change: Partial<OverviewCoin> = {}): OverviewCoin {
  return {
    symbol: "BTC",
    name: "Bitcoin",
    price: 100,
    change_1h_percent: 0,
    change_24h_percent: 1,
    change_7d_percent: 2,
    volume_24h: 1_000,
    market_cap: 1_000_000,
    market_cap_rank: 1,
    sparkline: [1, 2, 3],
    price_time: new Date(START_MS).toISOString(),
    ...change,
  };
}
