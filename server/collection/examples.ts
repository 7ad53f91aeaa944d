import type { OperationExamples } from "../openapi_example.ts";

export const collectionExamples: OperationExamples = {
  "collection.trigger": {
    input: { mode: "repair", start_date: "2026-11-01", end_date: "2026-11-20" },
    output: { run_id: "42", status: "running" },
  },
  "collection.status": {
    output: {
      status: "running",
      progress: 37,
      current_crypto: "ETH",
      last_update: "2026-11-21T12:00:00.000Z",
      records_written: 12_400,
      gaps: { open: 1, outages: 2, repaired: 14 },
      message: "12,400 of 33,600 candles",
    },
  },
};
