import type { OperationExamples } from "../openapi_example.ts";

const HOURS = Array.from({ length: 168 }, (_, hour) => hour === 100 ? "late" : "done");

export const statusExamples: OperationExamples = {
  "status.now": {
    output: {
      state: "impaired",
      as_of: "2026-11-21T12:00:00.000Z",
      version: "1.0.0",
      simulated: false,
      parts: [
        { part: "database", state: "well", says: "It answers.", since: null },
        {
          part: "collection",
          state: "impaired",
          says: "The newest candle closed on 21 Nov 2026, 09:00 UTC.",
          since: "2026-11-21T10:00:00.000Z",
        },
      ],
      history: [{
        job: "collect",
        title: "Candles collected",
        from: "2026-11-14T13:00:00.000Z",
        hours: HOURS,
      }],
      next: [{ job: "collect", title: "Collect candles", at: "2026-11-21T12:05:00.000Z" }],
    },
  },
};
