import { assert, assertEquals } from "@std/assert";
import { type Database, latestJobRun, latestPublication, listJobRuns } from "../../db/mod.ts";
import { isPrepared } from "../../jobs/prepare_market.ts";
import { startJobs } from "../../jobs/start_jobs.ts";
import { smallMarket } from "./trained_market.ts";

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!await isTrue()) await new Promise((resolve) => setTimeout(resolve, 50));
}

function hasRun(db: Database, job: string): () => Promise<boolean> {
  return async () => (await latestJobRun(db, job))?.status === "completed";
}

Deno.test("a server that leaves training to others publishes, does all else, and says so when asked", async () => {
  await using market = await smallMarket();
  const { db } = market;
  const context = {
    ...market.context,
    config: { ...market.context.config, runJobs: "light" },
  } as const;
  const jobs = startJobs(context);
  try {
    await until(async () => await latestPublication(db) !== null && await isPrepared(context));
    await until(hasRun(db, "drift"));
    assertEquals(await jobs.runJobNow({ job: "train" }), {
      refused: "This server leaves training to a worker (RUN_JOBS).",
    });
  } finally {
    await jobs.stop();
  }
  assertEquals(await listJobRuns(db, { job: "train" }), []);
});

Deno.test("a server that leaves all jobs to others starts none by itself, but what it is asked for", async () => {
  await using market = await smallMarket();
  const { db } = market;
  const jobs = startJobs({
    ...market.context,
    config: { ...market.context.config, runJobs: "none" },
  });
  try {
    const asked = await jobs.runJobNow({ job: "chain" });
    assert("status" in asked && asked.status === "started");
    await until(hasRun(db, "chain"));
  } finally {
    await jobs.stop();
  }
  const runs = await listJobRuns(db, {});
  assertEquals(runs.map(({ job }) => job), ["chain"]);
});
