import { databaseNow, recentJobRuns } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { iso, viewRun } from "./job_views.ts";
import type { JobsOutput } from "./schema.ts";

const SHOWN_RUNS = 5;

/** Every scheduled job with its newest runs and the next one, in the order of the table. */
export async function readJobs({ db, jobs }: App): Promise<JobsOutput> {
  const facts = jobs.listJobs();
  const [runs, nowMs] = await Promise.all([
    recentJobRuns(db, { jobs: facts.map((job) => job.name), each: SHOWN_RUNS }),
    databaseNow(db),
  ]);
  return {
    jobs: facts.map((job) => ({
      job: job.name,
      title: job.title,
      says: job.says,
      lane: job.lane,
      schedule: job.schedule,
      missed_slots: job.missed,
      retry: {
        first_pause_seconds: job.firstPauseMs / 1000,
        longest_pause_seconds: job.longestPauseMs / 1000,
      },
      next_run: job.nextMs === null ? null : iso(job.nextMs),
      last_runs: runs.filter((run) => run.job === job.name).map((run) => viewRun(run, nowMs)),
    })),
  };
}
