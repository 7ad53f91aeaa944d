import { assert, assertEquals, assertMatch } from "@std/assert";
import { claimJob, failJob, findJobRun, readAuditLog } from "../../../db/mod.ts";
import { createClient } from "../../../server/client.ts";
import { startJobs } from "../../../jobs/start_jobs.ts";
import { testDatabase } from "../../helpers/database.ts";
import { jobContext } from "../../jobs/job_context.ts";
import { ADMIN_KEY, get, getJson, startTestApp } from "../app_for_tests.ts";

const ADMIN = { headers: { "x-api-key": ADMIN_KEY } };
const SLOT_MS = Date.parse("2026-11-20T03:20:00Z");

async function until(look: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!await look()) {
    assert(Date.now() < deadline, "waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test("an administrator sees every job, runs one now, and reads what it said", async () => {
  await using db = await testDatabase();
  const jobs = startJobs(jobContext({ db, url: "http://127.0.0.1:9" }));
  await using server = await startTestApp(db, { jobs });
  try {
    const client = createClient({ url: server.url, apiKey: ADMIN_KEY });
    const { jobs: listed } = await client.jobs.list.query();
    assertEquals(listed.map((job) => job.job).slice(0, 3), ["collect", "repair", "score"]);
    const retrain = listed.find((job) => job.job === "train")!;
    assertEquals([retrain.schedule, retrain.missed_slots], ["0 2 * * 0", "catch_up"]);
    assertEquals(new Date(retrain.next_run!).getUTCDay(), 0, "on a Sunday");
    assertEquals(listed.find((job) => job.job === "alerts")?.schedule, null, "switched off");

    const started = await getJson<{ run_id: string; status: string }>(
      `${server.url}/api/v1/jobs/prune/run`,
      { ...ADMIN, method: "POST" },
    );
    assert(["started", "running"].includes(started.status), started.status);
    await until(async () => (await findJobRun(db, started.run_id))?.status === "completed");
    const page = await client.jobs.runs.query({ job: "prune", limit: 1 });
    assertEquals(page.runs.length, 1);
    const log = await client.jobs.log.query({ run_id: started.run_id });
    assertEquals([log.run.status, log.run.error], ["completed", null]);
    const [act] = await readAuditLog(db, { limit: 1 });
    assertEquals([act?.act, act?.target], ["jobs.runNow", "job:prune"]);
  } finally {
    await jobs.stop();
  }
});

Deno.test("a failed run is run again under its slot, and its log has both attempts", async () => {
  await using db = await testDatabase();
  const jobs = startJobs(jobContext({ db, url: "http://127.0.0.1:9" }));
  await using server = await startTestApp(db, { jobs });
  try {
    const client = createClient({ url: server.url, apiKey: ADMIN_KEY });
    await until(async () => (await client.jobs.runs.query({ job: "prune" })).runs.length > 0);
    await until(async () =>
      (await client.jobs.runs.query({ job: "prune" })).runs[0]?.status === "completed"
    );
    const claim = { job: "prune", slotMs: SLOT_MS, owner: "gone", leaseMs: 1_000 };
    const failed = (await claimJob(db, claim))!;
    await failJob(db, { id: failed.id, owner: "gone", error: "The disk is full." });
    const again = await client.jobs.runNow.mutate({ job: "prune", run_id: failed.id });
    assertEquals(again, { run_id: failed.id, status: "started" });
    await until(async () => (await findJobRun(db, failed.id))?.status === "completed");
    const { run } = await client.jobs.log.query({ run_id: failed.id });
    assertEquals([run.attempt, run.slot], [2, "2026-11-20T03:20:00.000Z"]);

    const refused = await get(`${server.url}/api/v1/jobs/prune/run?run_id=${failed.id}`, {
      ...ADMIN,
      method: "POST",
    });
    assertEquals(refused.status, 409);
    assertMatch(refused.text, /Only a failed run of this job can be run again/);
    assertEquals(
      (await get(`${server.url}/api/v1/jobs/nonsense/run`, { ...ADMIN, method: "POST" })).status,
      404,
    );
    assertEquals((await get(`${server.url}/api/v1/jobs/runs/99/log`, ADMIN)).status, 404);
  } finally {
    await jobs.stop();
  }
});
