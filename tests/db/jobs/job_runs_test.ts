import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  addJobLog,
  claimJob,
  failJob,
  finishJob,
  latestJobRun,
  listJobRuns,
  readJobLog,
  releaseJob,
  renewLease,
  skipSlot,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

const NOW_MS = 1_704_067_200_000;
const LEASE_MS = 60_000;
const claim = { job: "collect", slotMs: NOW_MS, leaseMs: LEASE_MS };

Deno.test("of many processes that claim a slot at once, one gets it", async () => {
  await using db = await testDatabase({ poolSize: 10 });
  const owners = Array.from({ length: 10 }, (_, at) => `owner ${at}`);
  const runs = await Promise.all(owners.map((owner) => claimJob(db, { ...claim, owner })));
  assertEquals(runs.filter((run) => run !== null).length, 1);
});

Deno.test("a lease", async (t) => {
  await using db = await testDatabase();
  const first = (await claimJob(db, { ...claim, owner: "a", nowMs: NOW_MS }))!;
  const late = NOW_MS + LEASE_MS + 1;

  await t.step("keeps others out until it runs out", async () => {
    assertEquals(await claimJob(db, { ...claim, owner: "b", nowMs: NOW_MS + LEASE_MS }), null);
  });
  await t.step("is extended by its owner, with the progress", async () => {
    const progress = { done: 3 };
    const renewal = { id: first.id, leaseMs: LEASE_MS, nowMs: NOW_MS + 1000 };
    assertEquals(await renewLease(db, { ...renewal, owner: "a", progress }), true);
    assertEquals(await renewLease(db, { ...renewal, owner: "b" }), false);
    const run = await latestJobRun(db, "collect");
    assertEquals([run?.leaseUntilMs, run?.progress], [NOW_MS + 1000 + LEASE_MS, { done: 3 }]);
  });
  await t.step("is taken over once it ran out, and the old owner is told", async () => {
    const second = await claimJob(db, { ...claim, owner: "b", nowMs: late + 1000 });
    assertEquals([second?.id, second?.owner, second?.attempt], [first.id, "b", 2]);
    const ended = { id: first.id, owner: "a", nowMs: late };
    assertEquals(await renewLease(db, { ...ended, leaseMs: LEASE_MS }), false);
    assertEquals(await finishJob(db, ended), false);
    assertEquals(await failJob(db, { ...ended, error: "gone" }), false);
  });
  await t.step("ends with the work, which is not done again", async () => {
    const done = { id: first.id, owner: "b", nowMs: late, result: { rows: 5 } };
    assertEquals(await finishJob(db, done), true);
    assertEquals(await claimJob(db, { ...claim, owner: "c", nowMs: late * 2 }), null);
    const run = await latestJobRun(db, "collect");
    assertEquals([run?.status, run?.result], ["completed", { rows: 5 }]);
  });
});

Deno.test("a failed slot is taken again only by who asks for it", async () => {
  await using db = await testDatabase();
  const run = await claimJob(db, { ...claim, owner: "a" });
  await failJob(db, { id: run!.id, owner: "a", error: "The exchange did not answer." });
  assertEquals(await claimJob(db, { ...claim, owner: "b" }), null);
  const again = await claimJob(db, { ...claim, owner: "b", retryFailed: true });
  assertEquals([again?.attempt, again?.status, again?.error], [2, "running", null]);
});

Deno.test("a job runs once at a time, whatever the slots: the database itself refuses a second run", async () => {
  await using db = await testDatabase();
  assert(await claimJob(db, { ...claim, owner: "a", nowMs: NOW_MS }));
  const next = { ...claim, slotMs: NOW_MS + 3_600_000, owner: "b" };
  assertEquals(await claimJob(db, { ...next, nowMs: NOW_MS + 1 }), null);
  await assertRejects(
    () =>
      db.sql(
        `insert into job_runs (job, slot, owner, lease_until, attempt, status, progress, started_at)
         values ('collect', now(), 'c', now(), 1, 'running', '{}', now())`,
      ),
    Error,
    "job_runs_one_running",
  );
  assert(await claimJob(db, { ...next, nowMs: NOW_MS + LEASE_MS + 1 }), "the first one died");
  const runs = await listJobRuns(db);
  assertEquals(runs.map(({ status, error }) => [status, error]), [
    ["running", null],
    ["failed", "Its process ended before it was done."],
  ]);
});

Deno.test("a run that was given back, or was watched and not renewed, is taken by any clock", async () => {
  await using db = await testDatabase();
  const run = await claimJob(db, { ...claim, owner: "a", nowMs: NOW_MS });
  const early = { ...claim, owner: "b", nowMs: NOW_MS - 3_600_000 };
  assertEquals(await claimJob(db, early), null);
  assertEquals(await claimJob(db, { ...early, deadLeaseMs: run!.leaseUntilMs - 1 }), null);
  const second = await claimJob(db, { ...early, deadLeaseMs: run!.leaseUntilMs });
  assertEquals(second?.attempt, 2);
  assertEquals(await releaseJob(db, { id: run!.id, owner: "a" }), false);
  assertEquals(await releaseJob(db, { id: run!.id, owner: "b" }), true);
  assertEquals((await claimJob(db, early))?.attempt, 3);
});

Deno.test("a missed slot is left out once over all processes, and is not run after", async () => {
  await using db = await testDatabase();
  const skipped = { job: "prune", slotMs: NOW_MS, owner: "a", missed: 3, reason: "Too late." };
  assertEquals(await skipSlot(db, skipped), true);
  assertEquals(await skipSlot(db, { ...skipped, owner: "b" }), false);
  assertEquals(await claimJob(db, { ...claim, job: "prune", owner: "b" }), null);
  const run = await latestJobRun(db, "prune");
  assertEquals([run?.status, run?.missed, run?.error], ["skipped", 3, "Too late."]);
});

Deno.test("the log of a run keeps its order and goes with the run", async () => {
  await using db = await testDatabase();
  const run = (await claimJob(db, { ...claim, owner: "a" }))!;
  const line = (message: string) => ({ atMs: NOW_MS, level: "info" as const, message });
  await addJobLog(db, { runId: run.id, attempt: 1, lines: [line("one"), line("two")] });
  await addJobLog(db, { runId: run.id, attempt: 2, lines: [line("three")] });
  const read = await readJobLog(db, { runId: run.id, limit: 2 });
  assertEquals(read.map(({ attempt, message }) => [attempt, message]), [[1, "two"], [2, "three"]]);
  await db.sql("delete from job_runs");
  assertEquals(await db.sql("select * from job_log_lines"), []);
});

Deno.test("job runs are listed by the newest slot", async () => {
  await using db = await testDatabase();
  for (const [job, slotMs] of [["a", 1], ["b", 3], ["a", 2]] as const) {
    const run = await claimJob(db, { ...claim, job, slotMs: NOW_MS + slotMs, owner: "me" });
    await finishJob(db, { id: run!.id, owner: "me" });
  }
  const slots = async (options: Parameters<typeof listJobRuns>[1]) =>
    (await listJobRuns(db, options)).map((run) => run.slotMs - NOW_MS);
  assertEquals(await slots({}), [3, 2, 1]);
  assertEquals(await slots({ job: "a", limit: 1 }), [2]);
  assertEquals(await slots({ status: "failed" }), []);
  assertEquals(await latestJobRun(db, "none"), null);
});
