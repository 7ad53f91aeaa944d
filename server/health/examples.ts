import type { OperationExamples } from "../openapi_example.ts";

const WELL = { status: "healthy", message: null };

export const healthExamples: OperationExamples = {
  "health.status": {
    output: {
      status: "degraded",
      version: "1.0.0",
      timestamp: "2026-11-21T12:00:00.000Z",
      services: {
        database: WELL,
        market_data: WELL,
        model: { status: "degraded", message: "No model is trained yet." },
        predictions: WELL,
        jobs: WELL,
      },
    },
  },
  "health.live": { output: { status: "alive" } },
  "health.ready": { output: { status: "ready" } },
};
