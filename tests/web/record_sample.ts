import type { FollowTop20, RecordRow, TrackRecord } from "../../server/predictions/schema.ts";
import { HOUR_MS, START_MS } from "./charts_samples.ts";

export function sampleRow(change: Partial<RecordRow> = {}): RecordRow {
  return {
    forecasts: 242,
    scored: 240,
    unscorable: 2,
    hits: 120,
    misses: 115,
    hit_rate: 0.51,
    coverage_50: 0.49,
    coverage_80: 0.8,
    coverage_90: 0.89,
    naive_coverage_90: 0.9,
    error_percent: 2.3,
    naive_error_percent: 2.3,
    pinball_percent: 0.53,
    naive_pinball_percent: 0.532,
    winkler_90_percent: 12.4,
    naive_winkler_90_percent: 12.6,
    ...change,
  };
}

export type SeriesPoint = TrackRecord["series"][number];

export function samplePoint(change: Partial<SeriesPoint> = {}): SeriesPoint {
  const iso = (hour: number) => new Date(START_MS + hour * HOUR_MS).toISOString();
  return {
    prediction_time: iso(0),
    target_time: iso(24),
    price: 100,
    q05: 95,
    q25: 99,
    q50: 101,
    q75: 103,
    q95: 106,
    naive_q05: 94,
    naive_q50: 100,
    naive_q95: 106,
    actual: 102,
    hit: true,
    unscorable_reason: null,
    ...change,
  };
}

export function sampleRecord(change: Partial<TrackRecord> = {}): TrackRecord {
  return {
    symbol: null,
    days: 90,
    from: new Date(START_MS - 90 * 24 * HOUR_MS).toISOString(),
    to: new Date(START_MS).toISOString(),
    horizon_hours: 24,
    of: "model",
    scored_days: 64,
    summary: sampleRow(),
    by_horizon: [],
    by_month: [],
    by_coin: [],
    series: [],
    book: { publications: 1_536, late: 0, head: "ab", since: null },
    simulated: false,
    ...change,
  };
}

export function sampleFollow(): FollowTop20 {
  const point = (date: string, top: number) => ({
    date,
    top,
    universe: 1,
    random_low: 0.98,
    random_median: 1,
    random_high: 1.02,
  });
  return {
    list_size: 10,
    cost_bp_a_side: 10,
    random_lists: 200,
    seed: 1,
    days: 2,
    points: [point("2026-11-18", 1), point("2026-11-19", 1.03)],
    summary: null,
    words: "Two days.",
    simulated: false,
  };
}
