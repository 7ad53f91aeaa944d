import { assert, assertEquals } from "@std/assert";
import { type Database, listJobRuns } from "../../db/mod.ts";
import type { JobContext } from "../../jobs/context.ts";
import { nextSlot } from "../../jobs/due.ts";
import { beginRun, runClaimed } from "../../jobs/run_claimed.ts";
import { runDueJob } from "../../jobs/run_due_jobs.ts";
import { testDatabase } from "../helpers/database.ts";
import { jobContext } from "./job_context.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const at = (iso: string) => Date.parse(iso);

/** Processes over one database whose clocks the test sets. */
function processes(db: Database, count: number, startMs: number) {
  const clock = { nowMs: startMs };
  const worked: number[] = [];
  const contexts = Array.from({ length: count }, (_, index) =>
    jobContext({
      db,
      url: "http://127.0.0.1:9",
      now: () => clock.nowMs,
      owner: `process ${index}`,
    }));
  const work = () => Promise.resolve(void worked.push(clock.nowMs));
  const wakeAll = () => Promise.all(contexts.map((context) => runDueJob(context, "publish", work)));
  return { clock, contexts, worked, wakeAll };
}

async function slots(db: Database): Promise<string[]> {
  const runs = await listJobRuns(db, { job: "publish", limit: 1_000 });
  return runs.map((run) => new Date(run.slotMs).toISOString()).reverse();
}

Deno.test("three processes that wake each minute for six hours run each slot once", async () => {
  await using db = await testDatabase({ poolSize: 9 });
  const { clock, worked, wakeAll } = processes(db, 3, at("2026-03-10T00:00:00Z"));
  for (let minute = 0; minute < 360; minute += 5) {
    clock.nowMs = at("2026-03-10T00:00:00Z") + minute * MINUTE_MS;
    await wakeAll();
  }
  // The slot before midnight is the one that a first start finds due.
  assertEquals(worked.length, 7);
  const runs = await listJobRuns(db, { job: "publish" });
  assertEquals(runs.map((run) => run.attempt), Array(7).fill(1));
  assertEquals(new Set(await slots(db)).size, 7);
});

Deno.test("a clock set back an hour doubles no slot, and the next ones come at their time", async () => {
  await using db = await testDatabase();
  const { clock, worked, wakeAll } = processes(db, 2, at("2026-03-10T12:06:00Z"));
  await wakeAll();
  clock.nowMs = at("2026-03-10T11:06:00Z");
  await wakeAll();
  for (let minute = 7; minute < 150; minute += 1) {
    clock.nowMs = at("2026-03-10T11:00:00Z") + minute * MINUTE_MS;
    await wakeAll();
  }
  assertEquals(await slots(db), [
    "2026-03-10T11:05:00.000Z",
    "2026-03-10T12:05:00.000Z",
    "2026-03-10T13:05:00.000Z",
  ]);
  assertEquals(worked.length, 3);
});

Deno.test("a clock set forward a day and back again loses none of that day's slots", async () => {
  await using db = await testDatabase();
  const { clock, worked, wakeAll } = processes(db, 2, at("2026-03-10T12:06:00Z"));
  await wakeAll();
  clock.nowMs = at("2026-03-11T12:06:00Z");
  await wakeAll();
  for (let hour = 13; hour <= 38; hour += 1) {
    clock.nowMs = at("2026-03-10T00:06:00Z") + hour * HOUR_MS;
    await wakeAll();
  }
  const ran = await slots(db);
  const every = Array.from(
    { length: 27 },
    (_, index) => new Date(at("2026-03-10T12:05:00Z") + index * HOUR_MS).toISOString(),
  );
  assertEquals(ran, every, "12:05 to 14:05 the day after, without a hole");
  assertEquals(worked.length, 27, "and the one that the wrong clock ran is not run again");
});

Deno.test("a job that outlasts its period is not begun a second time, in any process", async () => {
  await using db = await testDatabase();
  const { clock, contexts } = processes(db, 3, at("2026-03-10T12:06:00Z"));
  const [first, ...others] = contexts as [JobContext, JobContext, JobContext];
  const release = Promise.withResolvers<void>();
  let working = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++working);
    await release.promise;
    working -= 1;
  };
  const long = runDueJob(first, "publish", work);
  while (working === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  for (let hour = 1; hour <= 3; hour += 1) {
    clock.nowMs += HOUR_MS;
    // The owner lives: it renews before the others look.
    await new Promise((resolve) => setTimeout(resolve, 250));
    const begun = await Promise.all(others.map((other) => runDueJob(other, "publish", work)));
    assertEquals(begun, [false, false]);
    const asked = { job: "publish", slotMs: clock.nowMs, asked: true } as const;
    assertEquals(await beginRun(others[0]!, asked), null, "nor by hand");
  }
  release.resolve();
  assertEquals(await long, true);
  assertEquals(most, 1);
  assertEquals(await runDueJob(others[0]!, "publish", work), true, "the newest slot is caught up");
  const [newest] = await listJobRuns(db, { job: "publish", limit: 1 });
  assertEquals([newest?.missed, most], [2, 1]);
});

Deno.test("a live run is not taken over when the clock jumps past its lease", async () => {
  await using db = await testDatabase();
  const { clock, contexts } = processes(db, 2, at("2026-03-10T12:06:00Z"));
  const [first, second] = contexts as [JobContext, JobContext];
  const release = Promise.withResolvers<void>();
  const running = runClaimed(first, { job: "publish", slotMs: 1 }, () => release.promise);
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const jumpMs of [5 * HOUR_MS, -10 * HOUR_MS]) {
    clock.nowMs += jumpMs;
    assertEquals(await beginRun(second, { job: "publish", slotMs: 2 }), null);
  }
  release.resolve();
  assertEquals((await running).status, "completed");
});

Deno.test("a dead run is taken over although the clock was set back a day", async () => {
  await using db = await testDatabase();
  const { clock, contexts } = processes(db, 2, at("2026-03-10T12:06:00Z"));
  const [dead, second] = contexts as [JobContext, JobContext];
  const slotMs = at("2026-03-09T12:05:00Z");
  assert(await beginRun(dead, { job: "publish", slotMs }));
  clock.nowMs -= 24 * HOUR_MS;
  assertEquals(await runDueJob(second, "publish", () => Promise.resolve()), true);
  const [run] = await listJobRuns(db, { job: "publish" });
  assertEquals([run?.status, run?.attempt, run?.owner], ["completed", 2, "process 1"]);
});

Deno.test("after three hours down one late run does the work of the slots that were missed", async () => {
  await using db = await testDatabase();
  const { clock, contexts, worked, wakeAll } = processes(db, 2, at("2026-03-10T12:06:00Z"));
  const [context] = contexts as [JobContext];
  const idle = () => Promise.resolve();
  await wakeAll();
  await runDueJob({ ...context, now: () => at("2026-03-10T12:16:00Z") }, "reconcile", idle);
  clock.nowMs = at("2026-03-10T15:50:00Z");
  await wakeAll();
  await wakeAll();
  assertEquals(worked.length, 2);
  const [late] = await listJobRuns(db, { job: "publish", limit: 1 });
  assertEquals([late?.slotMs, late?.missed], [at("2026-03-10T15:05:00Z"), 2]);

  assertEquals(await runDueJob(context, "reconcile", idle), false, "policy skip: left out");
  const [skipped] = await listJobRuns(db, { job: "reconcile", limit: 1 });
  assertEquals([skipped?.status, skipped?.missed], ["skipped", 3]);
  assertEquals(
    skipped?.error,
    "Nobody ran it in time. The next one is at 2026-03-10T16:15:00.000Z.",
  );
  clock.nowMs = at("2026-03-10T16:15:30Z");
  assertEquals(await runDueJob(context, "reconcile", idle), true, "and the next one is on time");
});

/** Slots that a process in Berlin finds, minute by minute, over a night when the clocks change. */
const BERLIN = `
  import { latestSlot } from "./jobs/due.ts";
  const [from, to, ...schedules] = Deno.args;
  const slots = schedules.map((schedule) => {
    const found = new Set();
    for (let ms = Date.parse(from); ms <= Date.parse(to); ms += 60_000) {
      found.add(new Date(latestSlot(schedule, ms)).toISOString());
    }
    return [...found];
  });
  const zone = new Date(Date.parse(from)).getTimezoneOffset();
  const later = new Date(Date.parse(to)).getTimezoneOffset();
  console.log(JSON.stringify({ zone, later, slots }));
`;

for (
  const night of [
    { name: "forward", day: "2026-03-29", zone: -60, later: -120 },
    { name: "back", day: "2026-10-25", zone: -120, later: -60 },
  ]
) {
  Deno.test(`in Berlin, the night the clocks go ${night.name} has every slot once`, async () => {
    const from = `${night.day}T00:00:00Z`;
    const to = `${night.day}T05:00:00Z`;
    const hourly = "5 * * * *";
    const nightly = "30 2 * * *";
    const sunday = "0 1 * * 7";
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-check", BERLIN, from, to, hourly, nightly, sunday],
      cwd: new URL("../../", import.meta.url),
      env: { TZ: "Europe/Berlin", NO_COLOR: "1" },
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    const seen = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals([seen.zone, seen.later], [night.zone, night.later], "the clocks did change");
    const hours = ["00", "01", "02", "03", "04"].map((hour) => `${night.day}T${hour}:05:00.000Z`);
    const before = new Date(nextSlot(hourly, Date.parse(from) - HOUR_MS)!).toISOString();
    assertEquals(seen.slots[0], [before, ...hours]);
    assertEquals(seen.slots[1].slice(1), [`${night.day}T02:30:00.000Z`]);
    assertEquals(seen.slots[2].slice(1), [`${night.day}T01:00:00.000Z`]);
  });
}
