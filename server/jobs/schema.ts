import { z } from "zod";

const name = z.string().regex(/^[a-z_]{1,40}$/, { error: "is not the name of a job" });
const runId = z.string().regex(/^[1-9]\d{0,17}$/, { error: "is not a run_id" });

export const jobRun = z.object({
  run_id: z.string(),
  job: z.string(),
  /** The due time that this run answers. */
  slot: z.string(),
  /** `waiting`: its process died or stopped, and another takes it over. */
  status: z.enum(["running", "waiting", "completed", "failed", "skipped"]),
  /** 1 for the first try, one more for each take-over or retry; 0 where it was skipped. */
  attempt: z.number(),
  /** True where a person asked for it, false where the schedule did. */
  asked: z.boolean(),
  /** Slots before it that nobody ran; of a skipped one, itself included. */
  missed: z.number(),
  /** The process that has it or had it: host, process, a word of its own. */
  process: z.string(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  /** Seconds; null while it runs. */
  seconds: z.number().nullable(),
  /** How far it is, between 0 and 1; null where nobody can say. */
  share: z.number().nullable(),
  /** One plain sentence: what it is doing, what came of it, or why it failed. */
  message: z.string().nullable(),
  error: z.string().nullable(),
});
export type JobRunView = z.infer<typeof jobRun>;

export const jobView = z.object({
  job: z.string(),
  title: z.string(),
  says: z.string(),
  /** Jobs of a lane run one after the other. */
  lane: z.string(),
  /** Standard cron, UTC; null where the settings switch it off. */
  schedule: z.string().nullable(),
  missed_slots: z.enum(["catch_up", "skip"]),
  retry: z.object({ first_pause_seconds: z.number(), longest_pause_seconds: z.number() }),
  next_run: z.string().nullable(),
  /** The newest first. */
  last_runs: z.array(jobRun),
});
export type JobView = z.infer<typeof jobView>;

export const jobsOutput = z.object({ jobs: z.array(jobView) });
export type JobsOutput = z.infer<typeof jobsOutput>;

export const runsInput = z.object({
  job: name,
  /** `next_cursor` of the page before. */
  cursor: z.string().regex(/^\d{1,15}$/, { error: "is not a next_cursor" }).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const runsOutput = z.object({
  runs: z.array(jobRun),
  /** Send it as `cursor` for the page after; null on the last page. */
  next_cursor: z.string().nullable(),
});

export const logInput = z.object({ run_id: runId });
export const logOutput = z.object({
  run: jobRun,
  /** What the run said while it worked, the oldest first, at most the newest thousand. */
  lines: z.array(z.object({
    at: z.string(),
    attempt: z.number(),
    level: z.enum(["debug", "info", "warn", "error"]),
    message: z.string(),
  })),
  result: z.record(z.string(), z.unknown()).nullable(),
});
export type JobLogOutput = z.infer<typeof logOutput>;

export const runNowInput = z.object({
  job: name,
  /** A failed run of this job, to be run again; else a new one. */
  run_id: runId.optional(),
});
export const runNowOutput = z.object({
  run_id: z.string(),
  /** `running`: it was running already, and that run is named. */
  status: z.enum(["started", "running"]),
});
