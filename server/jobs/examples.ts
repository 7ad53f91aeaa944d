import type { OperationExamples } from "../openapi_example.ts";

const RUN = {
  run_id: "8123",
  job: "publish",
  slot: "2026-11-21T12:05:00.000Z",
  status: "completed",
  attempt: 1,
  asked: false,
  missed: 0,
  process: "host:4711:8f1c2d3e",
  started_at: "2026-11-21T12:05:04.120Z",
  finished_at: "2026-11-21T12:05:05.310Z",
  seconds: 1.19,
  share: null,
  message: "Forecasts of 50 coins are published.",
  error: null,
};

/** Procedures of the jobs, in use. */
export const jobExamples: OperationExamples = {
  "jobs.list": {
    output: {
      jobs: [{
        job: "publish",
        title: "Publish forecasts",
        says: "Forecasts every coin from the newest candles, and seals it in the book.",
        lane: "market",
        schedule: "5 * * * *",
        missed_slots: "catch_up",
        retry: { first_pause_seconds: 60, longest_pause_seconds: 900 },
        next_run: "2026-11-21T13:05:00.000Z",
        last_runs: [RUN],
      }],
    },
  },
  "jobs.runs": {
    input: { job: "publish", limit: 50 },
    output: { runs: [RUN], next_cursor: null },
  },
  "jobs.log": {
    input: { run_id: "8123" },
    output: {
      run: RUN,
      lines: [{
        at: "2026-11-21T12:05:05.110Z",
        attempt: 1,
        level: "info",
        message: "Forecasts of 50 coins are published.",
      }],
      result: { coins: 50 },
    },
    errors: ["NOT_FOUND"],
  },
  "jobs.runNow": {
    input: { job: "publish" },
    output: { run_id: "8124", status: "started" },
    errors: ["NOT_FOUND", "INVALID_STATE"],
  },
};
