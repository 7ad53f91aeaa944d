import { streamChanges } from "../stream_changes.ts";
import { adminProcedure, router } from "../trpc.ts";
import { readJobs } from "./read_jobs.ts";
import { readRunLog } from "./read_run_log.ts";
import { readRuns } from "./read_runs.ts";
import { runJobNow } from "./run_job_now.ts";
import {
  jobsOutput,
  logInput,
  logOutput,
  runNowInput,
  runNowOutput,
  runsInput,
  runsOutput,
} from "./schema.ts";

const TAGS = ["admin"];

export const jobsRouter = router({
  list: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/jobs",
        tags: TAGS,
        summary: "Every scheduled job with its newest runs and the next one",
      },
    })
    .output(jobsOutput)
    .query(({ ctx }) => readJobs(ctx.app)),

  live: adminProcedure
    .subscription(({ ctx, signal }) => streamChanges(ctx.app, signal, ["jobs"], readJobs)),

  runs: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/jobs/{job}/runs",
        tags: TAGS,
        summary: "The runs of a job, the newest first, paged",
      },
    })
    .input(runsInput)
    .output(runsOutput)
    .query(({ ctx, input }) => readRuns(ctx.app, input)),

  log: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/jobs/runs/{run_id}/log",
        tags: TAGS,
        summary: "What a run said while it worked, and what came of it",
      },
    })
    .input(logInput)
    .output(logOutput)
    .query(({ ctx, input }) => readRunLog(ctx.app, input)),

  runNow: adminProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/v1/jobs/{job}/run",
        tags: TAGS,
        summary: "Run a job now, or a failed run of it again",
        successDescription: "The run was begun and goes on in the background",
      },
      successStatus: 202,
    })
    .input(runNowInput)
    .output(runNowOutput)
    .mutation(({ ctx, input }) => runJobNow(ctx, input)),
});
