import { assertEquals } from "@std/assert";
import { saveEvaluation } from "../../db/mod.ts";
import { createClient } from "../../server/client.ts";
import type { EvaluationReport, LatestEvaluation } from "../../server/evaluation/schema.ts";
import { testDatabase } from "../helpers/database.ts";
import { getJson, startTestApp } from "./app_for_tests.ts";

const REPORT: EvaluationReport = {
  models: ["lstm"],
  summary: { lstm: { rank_ic: { value: 0.02, low: -0.01, high: 0.05 } } },
  folds: [],
  data: {
    from: "2021-05-08T00:00:00.000Z",
    to: "2023-05-06T00:00:00.000Z",
    coins: ["BTC"],
    candles: 17_489,
    forecasts: 1700,
    stride_hours: 6,
    scheme: "expanding",
    dropped: { gap: 0, nan: 0, label: 0 },
    simulated: false,
  },
  seed: 1,
  seconds: 200,
  parts: [{ part: "features", seconds: 3 }],
  calibration_curve: { lstm: [{ stated: 0.5, observed: 0.51, forecasts: 1700 }] },
  coverage_by_month: { lstm: [] },
  held_out_coverage: {
    lstm: { forecasts: 0, coverage_50: 0, coverage_80: 0, coverage_90: 0 },
  },
  ic_series: { lstm: [{ date: "2022-03-01", ic: 0.1, mean_90d: 0.02 }] },
  top_list_curve: { lstm: { size: 8, cost_bp_a_side: 10, points: [] } },
};
const MADE_AT_MS = Date.UTC(2025, 0, 1);
const STORED = { modelType: "LSTM", isQuick: false, seconds: 200, madeAtMs: MADE_AT_MS };

Deno.test("the newest evaluation is served alike over REST and tRPC; before it, how to make one", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const path = `${server.url}/api/evaluation/latest`;
  const nothing = { evaluation: null, how_to_run: "deno task evaluate" };
  assertEquals(await getJson<LatestEvaluation>(path), nothing);
  const id = await saveEvaluation(db, { ...STORED, report: REPORT });
  const served = await getJson<LatestEvaluation>(path);
  assertEquals(served, {
    evaluation: {
      ...REPORT,
      id,
      made_at: "2025-01-01T00:00:00.000Z",
      model: "lstm",
      quick: false,
    },
    how_to_run: "deno task evaluate",
  });
  const client = createClient({ url: server.url });
  assertEquals(await client.evaluation.latest.query(), served);
});

Deno.test("a report in another form than this version's counts as none", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await saveEvaluation(db, { ...STORED, report: { models: "lstm" } });
  const served = await getJson<LatestEvaluation>(`${server.url}/api/evaluation/latest`);
  assertEquals(served.evaluation, null);
});
