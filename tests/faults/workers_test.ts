// Runs beside few others: nothing in it is timed closely.
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { latestJobRun, listJobRuns } from "../../db/mod.ts";
import { testDatabase } from "../helpers/database.ts";
import { runCommand, until } from "./run_command.ts";

const DAY_MS = 86_400_000;

Deno.test("three workers share the jobs, and what a killed one was at is taken over", async () => {
  await using db = await testDatabase();
  const since = new Date(Date.now() - 200 * DAY_MS).toISOString().slice(0, 10);
  const folders = await Promise.all([0, 1, 2].map(() => Deno.makeTempDir()));
  const workers = folders.map((folder) =>
    runCommand("worker", [], {
      DATABASE_URL: db.url,
      MARKET_SOURCE: "simulated",
      COLLECTION_START_DATE: since,
      DATA_DIR: folder,
      SEQUENCE_LENGTH: "168",
      PREDICTION_HORIZON_HOURS: "6",
      TRAINING_ENGINE: "onnx",
      TOP_N_CRYPTOS: "4",
      ALERT_ENABLED: "false",
    })
  );
  try {
    await until("one of them trains", async () => {
      const run = await latestJobRun(db, "train");
      return run?.status === "running" && Number(run.progress.done ?? 0) > 0;
    }, 90);
    const before = (await latestJobRun(db, "train"))!;
    const pid = Number(before.owner.split(":").at(-2));
    workers.find((worker) => worker.pid === pid)!.kill();
    const killedAt = performance.now();
    await until("another one has taken it over", async () => {
      return (await latestJobRun(db, "train"))?.owner !== before.owner;
    }, 60);
    const seconds = (performance.now() - killedAt) / 1000;
    console.log(`Taken over ${seconds.toFixed(1)} s after the kill.`);
    assert(seconds < 30, `taken over after ${seconds.toFixed(1)} s`);
    const after = (await latestJobRun(db, "train"))!;
    assertEquals([after.id, after.attempt], [before.id, 2]);
    assertNotEquals(after.owner, before.owner);
    const left = workers.filter((worker) => worker.pid !== pid);
    for (const worker of left) Deno.kill(worker.pid, "SIGTERM");
    const ends = await Promise.all(left.map((worker) => worker.ended));
    assertEquals(ends.map(({ code }) => code), [0, 0], ends.map(({ stderr }) => stderr).join());
    const released = (await latestJobRun(db, "train"))!;
    assert(released.status !== "running" || released.leaseUntilMs === 0, "it was given back");
    const runs = await listJobRuns(db, { limit: 1_000 });
    const others = runs.filter((run) => run.job !== "train");
    assert(others.some((run) => run.job === "publish"));
    const twice = others.filter((run) => run.attempt > 1 && !run.owner.includes(`:${pid}:`));
    assertEquals(twice.map(({ job, error }) => [job, error]), []);
  } finally {
    for (const worker of workers) {
      try {
        worker.kill();
      } catch {
        // It has ended.
      }
    }
    await Promise.all(workers.map((worker) => worker.ended));
    await Promise.all(folders.map((folder) => Deno.remove(folder, { recursive: true })));
  }
});

Deno.test("a worker without a database to share says so in one line", async () => {
  const folder = await Deno.makeTempDir();
  const { code, stdout, stderr } = await runCommand("worker", [], { DATA_DIR: folder }).ended;
  await Deno.remove(folder, { recursive: true });
  assertEquals([code, stdout], [1, ""]);
  assertEquals(stderr.trim().split("\n").length, 1, stderr);
  assertMatch(stderr, /No database is running in the data directory .*: set DATABASE_URL/);
});
