import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  claimJob,
  type Database,
  failJob,
  finishJob,
  insertModel,
  promoteModel,
  raiseModelAlert,
  rejectModel,
  renewLease,
} from "../../db/mod.ts";
import type { JobsPort } from "../../jobs/context.ts";
import { createClient } from "../../server/client.ts";
import type { TrainingProgressOutput } from "../../server/models/schema.ts";
import { testDatabase } from "../helpers/database.ts";
import { modelInput } from "../helpers/market_rows.ts";
import { ADMIN_KEY, startTestApp } from "./app_for_tests.ts";

const DAY_MS = 86_400_000;
const OWNER = "test:1";

const MANIFEST = {
  layers: 2,
  units: 64,
  sequenceLength: 168,
  horizonHours: 24,
  features: { version: 1, names: ["return_1h", "rsi"] },
  coins: ["BTC", "ETH"],
  blocks: {
    train: { fromMs: 0, toMs: 100 * DAY_MS },
    report: { fromMs: 110 * DAY_MS, toMs: 130 * DAY_MS },
  },
  seed: 1,
  steps: 1200,
  bestStep: 900,
  agreement: 2e-7,
  shrinkage: { location: 0.05, spread: 0.4 },
  sha256: "0".repeat(64),
  engineReason: "onnx is the fastest engine that loads here.",
};

const METRICS = { pinball: 0.2292, naivePinball: 0.2301, mase: 1, coverage90: 0.903, days: 20 };

async function storeModels(db: Database): Promise<void> {
  for (const [at, id] of ["a", "b", "c"].entries()) {
    await insertModel(db, { ...modelInput(id, at), manifest: MANIFEST, metrics: METRICS });
  }
  await insertModel(db, { ...modelInput("old", 9), manifest: {}, metrics: { pinball: "?" } });
  await promoteModel(db, { modelId: "a", decision: "Promoted: the first." });
  await promoteModel(db, { modelId: "b", decision: "Promoted: better." });
  await rejectModel(db, { modelId: "c", decision: "Rejected: worse." });
}

Deno.test("every model is listed with its figures, its manifest and the decisions on it", async () => {
  await using db = await testDatabase();
  await storeModels(db);
  await using server = await startTestApp(db);
  const { models, champion_id, rule } = await createClient({ url: server.url }).models.list
    .query();
  assertEquals(champion_id, "b");
  assertMatch(rule, /no worse than that of the naive forecast/);
  assertEquals(models.map((one) => [one.id, one.status, one.rollback_target]), [
    ["old", "candidate", false],
    ["c", "rejected", false],
    ["b", "champion", false],
    ["a", "retired", true],
  ]);
  const [old, rejected, champion, former] = models;
  assertEquals(former!.decisions.map((one) => one.reason), [
    "Replaced by b.",
    "Promoted: the first.",
  ]);
  assertEquals(rejected!.decision, "Rejected: worse.");
  assertEquals(champion!.engine_reason, MANIFEST.engineReason);
  assertEquals(champion!.facts?.trained_on.to, "1970-04-11T00:00:00.000Z");
  assertEquals(champion!.facts?.features, MANIFEST.features.names);
  assertEquals([champion!.figures.pinball, champion!.figures.hit_rate], [0.2292, null]);
  assertEquals([old!.facts, old!.figures.pinball], [null, null], "what cannot be read is left out");
});

Deno.test("a training is followed live, from its first second to the decision", async () => {
  await using db = await testDatabase();
  let nowMs = Date.now();
  await using server = await startTestApp(db, { now: () => nowMs += 300 });
  const client = createClient({ url: server.url });
  const idle = await client.models.progress.query();
  assertEquals([idle.state, idle.message, idle.curve], ["idle", "No training has run yet.", []]);
  assertMatch(idle.next_training_at!, /T02:00:00/);

  const seen: TrainingProgressOutput[] = [];
  const subscription = client.models.progressLive.subscribe(undefined, {
    onData: (event) => seen.push(event.data),
  });
  const run = await claimJob(db, { job: "train", slotMs: 0, owner: OWNER, leaseMs: 600_000 });
  const progress = {
    done: 120,
    total: 1000,
    unit: "steps",
    ratePerSecond: 4,
    secondsLeft: 220,
    message: "Training (LSTM)",
    loss: 0.29,
    naiveLoss: 0.3,
    curve: [{ step: 60, loss: 0.31 }, { step: 120, loss: 0.29 }],
  };
  await renewLease(db, { id: run!.id, owner: OWNER, leaseMs: 600_000, progress });
  const deadline = Date.now() + 8000;
  while (seen.at(-1)?.step !== 120 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  subscription.unsubscribe();
  const live = seen.at(-1)!;
  assertEquals([live.state, live.step, live.steps, live.seconds_left], ["running", 120, 1000, 220]);
  assertEquals([live.loss, live.naive_loss, live.curve], [0.29, 0.3, progress.curve]);

  await renewLease(db, { id: run!.id, owner: OWNER, leaseMs: 0 });
  assertEquals((await client.models.progress.query()).state, "interrupted");
  const result = { modelId: "m", promoted: false, decision: "Rejected: worse." };
  await finishJob(db, { id: run!.id, owner: OWNER, result });
  const done = await client.models.progress.query();
  assertEquals([done.state, done.message, done.promoted], ["done", "Rejected: worse.", false]);
  const next = await claimJob(db, { job: "train", slotMs: 1, owner: OWNER, leaseMs: 1000 });
  await failJob(db, { id: next!.id, owner: OWNER, error: "The history is too short." });
  const failed = await client.models.progress.query();
  assertEquals([failed.state, failed.message], ["failed", "The history is too short."]);
});

Deno.test("drift is unknown, then what the last check of the champion found", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const client = createClient({ url: server.url });
  assertMatch((await client.models.drift.query()).message, /No model/);
  await storeModels(db);
  const waiting = await client.models.drift.query();
  assertEquals([waiting.state, waiting.model_id, waiting.inputs], ["unknown", "b", null]);

  const run = await claimJob(db, { job: "drift", slotMs: 0, owner: OWNER, leaseMs: 1000 });
  const inputs = { psi: 2.1, threshold: 1.4, hours: 168, rows: 9, features: [] };
  const none = { coverage90: null, leastCoverage90: null, pinballRatio: null };
  const outcomes = { days: 3, forecasts: 60, daysNeeded: 14, ...none, mostPinballRatio: null };
  const check = { checkedAtMs: 5, modelId: "b", message: "Far.", inputs, outcomes };
  await finishJob(db, { id: run!.id, owner: OWNER, result: { ...check, open: ["inputs"] } });
  const alert = { modelId: "b", kind: "inputs", message: "Far.", details: {} } as const;
  await raiseModelAlert(db, { ...alert, atMs: 5, retrainPauseMs: DAY_MS });
  const drift = await client.models.drift.query();
  assertEquals([drift.state, drift.message, drift.inputs?.psi], ["drifting", "Far.", 2.1]);
  assertEquals([drift.outcomes.days, drift.outcomes.coverage_90], [3, null]);
  assertEquals(drift.alerts.map((one) => [one.kind, one.ended_at, one.retrain_at]), [
    ["inputs", null, "1970-01-01T00:00:00.005Z"],
  ]);
  await promoteModel(db, { modelId: "a", decision: "Another." });
  assertEquals((await client.models.drift.query()).state, "unknown", "it was about another model");
});

Deno.test("a rollback needs an administrator, and a refusal says why", async () => {
  await using db = await testDatabase();
  const asked: unknown[] = [];
  const jobs: JobsPort = {
    triggerCollection: () => Promise.reject(new Error("not asked for")),
    rehearseAlerts: () => Promise.reject(new Error("not asked for")),
    deliverSoon: () => {},
    keepErasuresSoon: () => {},
    rollbackModel(input) {
      asked.push(input);
      return Promise.resolve(
        input.modelId === "a"
          ? { championId: "a", retiredId: "b", decision: "Rolled back." }
          : { refused: 'There is no model "x".' },
      );
    },
    listJobs: () => [],
    runJobNow: () => Promise.reject(new Error("not asked for")),
    stop: () => Promise.resolve(),
  };
  await using server = await startTestApp(db, { jobs });
  const anyone = createClient({ url: server.url });
  const admin = createClient({ url: server.url, apiKey: ADMIN_KEY });
  await assertRejects(() => anyone.models.rollback.mutate({}), Error, "key");
  assertEquals(asked, []);
  assertEquals(await admin.models.rollback.mutate({ model_id: "a" }), {
    champion_id: "a",
    retired_id: "b",
    decision: "Rolled back.",
  });
  await assertRejects(
    () => admin.models.rollback.mutate({ model_id: "x" }),
    Error,
    'There is no model "x".',
  );
  await assertRejects(() => admin.models.rollback.mutate({}), Error);
  assertEquals(asked, [{ modelId: "a" }, { modelId: "x" }, {}]);
});
