import { assert, assertEquals } from "@std/assert";
import { claimJob, findJobRun, readJobLog, runningJob } from "../../db/mod.ts";
import { runClaimed } from "../../jobs/run_claimed.ts";
import { testDatabase } from "../helpers/database.ts";
import { jobContext } from "./job_context.ts";

const URL_OF_NOTHING = "http://127.0.0.1:9";

Deno.test("work whose run was taken over is ended, and stores nothing more", async () => {
  await using db = await testDatabase();
  const context = jobContext({ db, url: URL_OF_NOTHING });
  const claim = { job: "train", slotMs: 3_600_000 } as const;
  const outcome = await runClaimed(context, claim, async (_report, own) => {
    // As if this process had slept through its lease.
    await db.sql("update job_runs set lease_until = to_timestamp(0)");
    assert(await claimJob(db, { ...claim, owner: "another", leaseMs: 15_000 }));
    const ended = Promise.withResolvers<void>();
    own.signal.addEventListener("abort", () => ended.resolve());
    await ended.promise;
    return { promoted: true };
  });
  assertEquals(outcome, { status: "lost" });
  const run = await runningJob(db, "train");
  assertEquals([run?.owner, run?.attempt, run?.result], ["another", 2, null]);
  assertEquals(context.signal.aborted, false, "the process itself goes on");
});

Deno.test("what a run says is kept with it, in order, with why it failed", async () => {
  await using db = await testDatabase();
  const context = jobContext({ db, url: URL_OF_NOTHING });
  const progress = (message: string) => ({
    done: 1,
    total: 2,
    unit: "steps",
    ratePerSecond: null,
    secondsLeft: null,
    message,
  });
  await runClaimed(context, { job: "train", slotMs: 3_600_000 }, (report, own) => {
    report(progress("Reading."));
    report(progress("Reading."));
    own.log.warn("Two hours are missing.", { hours: 2 });
    own.log.debug("Not for people.");
    report(progress("Learning."));
    return Promise.reject(new Error("The disk is full."));
  });
  const [{ id }] = await db.sql<{ id: string }>("select id::text as id from job_runs") as [
    { id: string },
  ];
  const lines = await readJobLog(db, { runId: id, limit: 10 });
  assertEquals(lines.map(({ level, message }) => [level, message]), [
    ["info", "Reading."],
    ["warn", "Two hours are missing."],
    ["info", "Learning."],
    ["error", "The disk is full."],
  ]);
  assertEquals((await findJobRun(db, id))?.error, "The disk is full.");
});
