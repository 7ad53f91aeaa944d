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
};
