import { assertEquals, assertMatch } from "@std/assert";
import { claimJob, type Database, failJob, finishJob } from "../../../db/mod.ts";
import type { JobFacts } from "../../../jobs/context.ts";
import { createLateJobs } from "../../../server/late_jobs.ts";
import type { StatusDetails, StatusOutput } from "../../../server/status/schema.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, get, getJson, startTestApp, type TestApp } from "../app_for_tests.ts";
import { HOUR_MS, MADE_AT_MS, NOW_MS, storeForecasts, storeMarket } from "../market_for_tests.ts";

const HOURLY = { title: "Collect candles", schedule: "5 * * * *", dueMs: MADE_AT_MS + 300_000 };

function jobFacts(name: string, changes: Partial<JobFacts> = {}): JobFacts {
  const nextMs = HOURLY.dueMs + HOUR_MS;
  const policy = { says: "", lane: name, missed: "catch_up" as const };
  return { name, ...policy, firstPauseMs: 1, longestPauseMs: 1, ...HOURLY, nextMs, ...changes };
}

function startAt(db: Database, nowMs: number, jobs: readonly JobFacts[] = []): Promise<TestApp> {
  return startTestApp(db, {
    now: () => nowMs,
    env: { API_KEY_REQUIRED: "true" },
    jobs: { ...createLateJobs(), listJobs: () => jobs },
  });
}

async function statusOf({ url }: TestApp): Promise<StatusOutput> {
  return await getJson<StatusOutput>(`${url}/api/v1/status`);
}

function partOf(status: StatusOutput, name: string) {
  const found = status.parts.find(({ part }) => part === name);
  return found && [found.state, found.says, found.since];
}

async function run(
  db: Database,
  slot: { job: string; slotMs: number; error?: string },
): Promise<void> {
  const { job, slotMs, error } = slot;
  const claimed = await claimJob(db, { job, slotMs, owner: "host:1", leaseMs: 1, nowMs: slotMs });
  const ended = { id: claimed!.id, owner: "host:1", nowMs: slotMs + 1000 };
  if (error === undefined) await finishJob(db, ended);
  else await failJob(db, { ...ended, error });
}

Deno.test("anyone is told what works, and since when something does not", async () => {
  await using db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  {
    await using server = await startAt(db, NOW_MS);
    const status = await statusOf(server);
    assertEquals(partOf(status, "database"), ["well", "It answers.", null]);
    assertEquals(partOf(status, "forecasts")?.[0], "well");
    assertEquals(partOf(status, "chat")?.[0], "off");
    assertEquals(partOf(status, "backup"), undefined, "there is no such job");
    assertEquals(status.state, "starting", "the ledger was not checked yet");
  }
  await using server = await startAt(db, MADE_AT_MS + 5 * HOUR_MS);
  const status = await statusOf(server);
  assertEquals(status.state, "impaired");
  const since = new Date(MADE_AT_MS + 2 * HOUR_MS).toISOString();
  assertEquals(partOf(status, "forecasts"), [
    "impaired",
    "The newest are from 1 Mar 2025, 12:00 UTC.",
    since,
  ]);
  assertEquals(partOf(status, "collection")?.[0], "impaired");
});

Deno.test("hosts, errors and figures of the inside are for administrators", async () => {
  await using db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  const error = "The exchange at https://inner.example:8443 refused.";
  await run(db, { job: "collect", slotMs: HOURLY.dueMs - 3 * HOUR_MS });
  await run(db, { job: "collect", slotMs: HOURLY.dueMs, error });
  const nowMs = HOURLY.dueMs + 40 * 60_000;
  const backup = jobFacts("backup", { title: "Back up", nextMs: HOURLY.dueMs + 24 * HOUR_MS });
  await using server = await startAt(db, nowMs, [jobFacts("collect"), backup]);
  const text = (await get(`${server.url}/api/v1/status`)).text;
  for (const inside of ["inner.example", "host:1", "refused", "rss", "connections"]) {
    assertEquals(text.includes(inside), false, inside);
  }
  const status: StatusOutput = JSON.parse(text);
  const since = new Date(HOURLY.dueMs - 2 * HOUR_MS).toISOString();
  assertEquals(partOf(status, "jobs"), ["impaired", "Late: collect candles, back up.", since]);
  assertEquals(partOf(status, "backup"), ["starting", "None was made yet.", null]);
  assertEquals(status.next.map(({ job }) => job), ["collect", "backup"]);
  const [history] = status.history;
  assertEquals(history?.hours.slice(-4), ["done", "missed", "missed", "failed"]);
  const at = `${server.url}/trpc/status.details`;
  assertEquals((await get(at)).status, 401);
  const details = await getJson<{ result: { data: StatusDetails } }>(at, {
    headers: { "x-api-key": ADMIN_KEY },
  });
  const [job] = details.result.data.jobs;
  assertEquals([job?.error, job?.failing_tries, job?.late_since], [error, 1, since]);
  assertEquals(details.result.data.process.connections[0]?.server, "primary");
});

Deno.test("without the database the page is answered all the same, and says since when", async () => {
  const db = await testDatabase();
  let nowMs = NOW_MS;
  await using server = await startTestApp(db, { now: () => nowMs });
  assertEquals(partOf(await statusOf(server), "database")?.[0], "well");
  await db[Symbol.asyncDispose]();
  nowMs += 60_000;
  const since = new Date(nowMs).toISOString();
  assertEquals(partOf(await statusOf(server), "database"), ["down", "It does not answer.", since]);
  nowMs += 60_000;
  const status = await statusOf(server);
  assertEquals(partOf(status, "database")?.[2], since, "since the first time");
  assertEquals(status.state, "down");
  assertEquals(partOf(status, "forecasts"), ["unknown", "Only the database knows.", null]);
  assertMatch(status.version, /^\d/);
});
