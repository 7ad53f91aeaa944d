import type { OperationExamples } from "../openapi_example.ts";

export const adminExamples: OperationExamples = {
  "admin.systemInfo": {
    output: {
      version: "1.0.0",
      environment: "production",
      market_source: "binance",
      started_at: "2026-11-20T08:00:00.000Z",
      uptime_seconds: 100_800,
      runtime: { deno: "2.9.6", v8: "14.0", typescript: "6.0.3" },
      platform: { os: "linux", arch: "x86_64", cpus: 2 },
      memory: { rss_bytes: 310_000_000, heap_used_bytes: 90_000_000 },
      database: {
        version: "18.4",
        embedded: true,
        size_bytes: 240_000_000,
        candles: 876_000,
        coins: 50,
      },
      model: { id: "lstm-20261115", type: "LSTM", engine: "onnx" },
    },
  },
  "admin.usage": {
    input: { days: 30 },
    output: {
      days: 30,
      totals: {
        questions: 120,
        answered: 108,
        rejection_rate: 0.1,
        pii_rate: 0.025,
        tokens_input: 96_000,
        tokens_output: 21_000,
        cost_usd: 0.027,
        retries: 1,
      },
      by_day: [{
        day: "2026-11-20",
        questions: 12,
        refused_topic: 1,
        refused_personal: 0,
        tokens_input: 9_600,
        tokens_output: 2_100,
        cost_usd: 0.0027,
        median_ms: 1_900,
        p95_ms: 4_100,
        first_word_median_ms: 620,
        retries: 0,
      }],
      common_questions: [{
        question: "Will Bitcoin rise tomorrow?",
        count: 9,
        last_at: "2026-11-20T21:04:00.000Z",
      }],
      budget: { total_usd: "5", person_usd: "0.5", spent_today_usd: "0.0027" },
    },
  },
};
