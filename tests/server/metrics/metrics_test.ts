import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  claimJob,
  type Database,
  failJob,
  finishJob,
  openLedger,
  raiseModelAlert,
} from "../../../db/mod.ts";
import type { JobFacts, JobsPort } from "../../../jobs/context.ts";
import { createLateJobs } from "../../../server/late_jobs.ts";
import { createCounter, createHistogram } from "../../../server/metrics/instruments.ts";
import { writeExposition } from "../../../server/metrics/write_exposition.ts";
import { testDatabase } from "../../helpers/database.ts";
import { coinClient } from "../coins/coin_client.ts";
import { ADMIN_KEY, get, getJson, startTestApp, type TestApp } from "../app_for_tests.ts";
import { NOW_MS, storeForecasts, storeMarket } from "../market_for_tests.ts";
import { type Exposition, parseExposition, valueOf } from "./parse_exposition.ts";

async function scrape({ url }: TestApp, headers: HeadersInit = {}): Promise<Exposition> {
  const answer = await get(`${url}/metrics`, { headers });
  assertEquals(answer.status, 200, answer.text);
  assertMatch(answer.headers.get("content-type")!, /^text\/plain; version=0\.0\.4/);
  return parseExposition(answer.text);
}

const ADMIN = { authorization: `Bearer ${ADMIN_KEY}` };

Deno.test("instruments count, and are written as Prometheus reads them", () => {
  const counter = createCounter({ name: "calls_total", help: "A \\ and\na line." }, ["who"]);
  counter.add(['a "b"\\\n']);
  counter.add(['a "b"\\\n']);
  const seconds = createHistogram({ name: "took_seconds", help: "How long." }, [], [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 7]) seconds.observe([], value);
  const text = writeExposition([counter.read(), seconds.read()]);
  assertMatch(text, /^# HELP calls_total A \\\\ and\\na line\.$/m);
  const read = parseExposition(text);
  assertEquals([...read.families], [["calls_total", "counter"], ["took_seconds", "histogram"]]);
  assertEquals(valueOf(read, "calls_total", { who: 'a "b"\\\n' }), 2);
  const buckets = read.series.filter(({ name }) => name === "took_seconds_bucket");
  assertEquals(buckets.map(({ labels, value }) => [labels.le, value]), [
    ["0.1", 2],
    ["1", 3],
    ["+Inf", 4],
  ]);
  assertEquals(valueOf(read, "took_seconds_sum"), 7.65);
  assertEquals(valueOf(read, "took_seconds_count"), 4);
});

Deno.test("requests are counted by route, and nothing that a client makes up is one", async () => {
  await using db = await testDatabase();
  await openLedger(db, { initialSupply: "1000000", nowMs: Date.now() });
  await using server = await startTestApp(db);
  const { url } = server;
  await get(`${url}/api/v1/coins/balance/somebody`, { headers: ADMIN });
  await get(`${url}/api/v1/coins/balance/somebody_else`, { headers: ADMIN });
  await get(`${url}/health`);
  await get(`${url}/trpc/health.live`);
  await get(`${url}/trpc/health.live,health.ready?batch=1`);
  await get(`${url}/trpc/nothing.of_this,name?batch=1`);
  await get(`${url}/wp-login-${crypto.randomUUID()}.php`);
  await get(`${url}/api/v1/coins/balance/somebody`, { method: "PUT" });
  const read = await scrape(server);
  const routes = read.series.filter(({ name }) => name === "crypto_ai_http_requests_total")
    .map(({ labels, value }) => `${labels.method} ${labels.route} ${labels.status} ${value}`);
  assertEquals(routes.toSorted(), [
    "GET /api/v1/coins/balance/{user_id} 404 2",
    "GET /api/v1/health 200 1",
    "GET /trpc/health.live 200 1",
    "GET /trpc/{batch} 200 1",
    "GET /trpc/{batch} 404 1",
    "GET {unknown} 404 1",
    "PUT {unknown} 405 1",
  ]);
  const took = "crypto_ai_http_request_duration_seconds";
  const route = { method: "GET", route: "/api/v1/coins/balance/{user_id}" };
  assertEquals(valueOf(read, `${took}_count`, route), 2);
  assertEquals(valueOf(read, `${took}_bucket`, { ...route, le: "+Inf" }), 2);
  const calls = "crypto_ai_procedure_duration_seconds_count";
  assertEquals(valueOf(read, calls, { procedure: "health.live" }), 2, "in a batch too");
  assertEquals(valueOf(read, calls, { procedure: "coins.balance" }), 2, "over REST too");
  assertEquals(valueOf(read, "crypto_ai_http_requests_in_flight"), 1, "the scrape itself");
});

Deno.test("what the database knows is told once by all, and agrees with the API", async () => {
  await using db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  await raiseModelAlert(db, {
    modelId: "lstm-1",
    kind: "coverage",
    message: "Too narrow.",
    details: {},
    atMs: NOW_MS,
    retrainPauseMs: 0,
  });
  await using server = await startTestApp(db, { now: () => NOW_MS });
  const [read, again] = await Promise.all([scrape(server), scrape(server)]);
  const info = await getJson<{ database: { candles: number; coins: number } }>(
    `${server.url}/api/admin/system/info`,
    { headers: ADMIN },
  );
  assertEquals(valueOf(read, "crypto_ai_candles"), info.database.candles);
  assertEquals(valueOf(read, "crypto_ai_coins_tracked"), info.database.coins);
  assertEquals(valueOf(read, "crypto_ai_gaps", { state: "open" }), 1);
  assertEquals(valueOf(read, "crypto_ai_forecasts_published"), 1);
  assertEquals(valueOf(read, "crypto_ai_forecasts_stale"), 0);
  assertEquals(valueOf(read, "crypto_ai_drift_alerts_open", { kind: "coverage" }), 1);
  assertEquals(valueOf(read, "crypto_ai_drift_alerts_open", { kind: "inputs" }), 0);
  const shared = ({ series }: Exposition) =>
    series.filter(({ labels }) => labels.source === "database");
  assert(shared(read).length > 30);
  assertEquals(shared(read), shared(again), "two scrapes share one reading");
});

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Jobs of which the newest slot came at `dueMs`; the next one comes as long after it. */
function jobsOf(slots: Readonly<Record<string, { dueMs: number; everyMs: number }>>): JobsPort {
  const facts = Object.entries(slots).map(([name, { dueMs, everyMs }]): JobFacts => ({
    name,
    title: name,
    says: "",
    lane: name,
    schedule: "* * * * *",
    missed: "skip",
    firstPauseMs: 1,
    longestPauseMs: 1,
    dueMs,
    nextMs: dueMs + everyMs,
  }));
  return { ...createLateJobs(), listJobs: () => facts };
}

async function runJob(
  db: Database,
  run: { job: string; slotMs: number; tookMs: number; error?: string },
): Promise<void> {
  const { job, slotMs, tookMs, error } = run;
  const claimed = await claimJob(db, { job, slotMs, owner: "a", leaseMs: 1, nowMs: slotMs });
  const ended = { id: claimed!.id, owner: "a", nowMs: slotMs + tookMs };
  if (error === undefined) await finishJob(db, ended);
  else await failJob(db, { ...ended, error });
}

Deno.test("a job tells when it was last done, how long it took, and since when it is late", async () => {
  await using db = await testDatabase();
  const dueMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  await runJob(db, { job: "collect", slotMs: dueMs, tookMs: 20_000 });
  await runJob(db, { job: "publish", slotMs: dueMs - 3 * HOUR_MS, tookMs: 5_000 });
  await runJob(db, { job: "publish", slotMs: dueMs, tookMs: 5_000, error: "No candles." });
  await runJob(db, { job: "chain", slotMs: dueMs - 7 * MINUTE_MS, tookMs: 100 });
  const nowMs = dueMs + 30_000;
  await using server = await startTestApp(db, {
    now: () => nowMs,
    jobs: jobsOf({
      collect: { dueMs, everyMs: HOUR_MS },
      publish: { dueMs, everyMs: HOUR_MS },
      chain: { dueMs, everyMs: MINUTE_MS },
      train: { dueMs: dueMs - 24 * HOUR_MS, everyMs: 7 * 24 * HOUR_MS },
    }),
  });
  const read = await scrape(server);
  const of = (name: string, job: string) =>
    valueOf(read, `crypto_ai_job_${name}`, { job_name: job });
  assertEquals(of("last_success_timestamp_seconds", "collect"), (dueMs + 20_000) / 1000);
  assertEquals(of("last_duration_seconds", "collect"), 20);
  assertEquals(of("overdue_seconds", "collect"), 0);
  assertEquals(of("overdue_seconds", "publish"), (2 * HOUR_MS + 30_000) / 1000, "two slots ago");
  assertEquals(of("failing_tries", "publish"), 1);
  assertEquals(of("failed_slots_24h", "publish"), 1);
  assertEquals(of("overdue_seconds", "chain"), 6 * 60 + 30, "since the minute after the last done");
  assertEquals(of("overdue_seconds", "train"), 24 * 3600 + 30, "it was never done");
  assertEquals(of("last_success_timestamp_seconds", "train"), undefined);
  assertEquals(of("running", "collect"), 0);
});

Deno.test("coins that move are counted by what became of them", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const { mint, post } = coinClient(server);
  await mint("alice", "10");
  await mint("bob", "1");
  const send = { from_user: "alice", to_user: "bob", amount: "1" };
  const key = { "idempotency-key": "once" };
  await post("/transactions/quick-send", send, key);
  await post("/transactions/quick-send", send, key);
  await post("/transactions/quick-send", { ...send, amount: "1000" });
  await post("/transactions", send);
  const read = await scrape(server);
  const moved = read.series.filter(({ name }) => name === "crypto_ai_ledger_transactions_total")
    .map(({ labels, value }) => `${labels.type} ${labels.status} ${value}`);
  assertEquals(moved, ["mint completed 2", "send completed 1", "send pending 1"]);
  assertEquals(valueOf(read, "crypto_ai_ledger_transactions_open"), 1);
  const begun = valueOf(read, "crypto_ai_ledger_begun_total")!;
  assert(begun >= 3, `${begun}`);
});
