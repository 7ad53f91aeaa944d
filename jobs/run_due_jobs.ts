import { type JobRun, latestJobRun, runningJob, skipSlot } from "../db/mod.ts";
import type { JobContext } from "./context.ts";
import { countSlots, isAlive, latestSlot, nextSlot, slotToClaim } from "./due.ts";
import type { Job, JobName } from "./job.ts";
import { jobNamed, JOBS } from "./job_table.ts";
import { type ClaimedOutcome, runClaimed, type RunWork } from "./run_claimed.ts";
import { leaseNow, sharedNow } from "./shared_clock.ts";
import { retrainAndPublish } from "./retrain_and_publish.ts";

/** A slot of a job with policy `skip` that nobody took for so long is left out. */
const SKIP_AFTER_MS = 10 * 60_000;

/** What the hour brings, in order. Resolves to the jobs that ran. */
export function runDueJobs(context: JobContext): Promise<JobName[]> {
  return runLane(context, "market");
}

/**
 * Runs the jobs of a lane that are due and that no other process has. One that fails is stored as
 * failed and the next one still runs: forecasts from the candles at hand are better than none. One
 * that another process is working on ends this pass, so that order is kept over all of them. Resolves
 * to the jobs that ran.
 */
export async function runLane(context: JobContext, lane: string): Promise<JobName[]> {
  const ran: JobName[] = [];
  for (const job of JOBS) {
    if (job.lane !== lane) continue;
    if (context.signal.aborted) break;
    const outcome = await runIfDue(context, job);
    if (outcome === "not_due") continue;
    if (outcome !== "completed" && outcome !== "failed") break;
    ran.push(job.name);
  }
  return ran;
}

/**
 * Runs one job where it is due and no other process has it.
 * @param work in place of the work of the table
 * @returns true when it ran here
 */
export async function runDueJob(
  context: JobContext,
  name: JobName,
  work?: RunWork<unknown>,
): Promise<boolean> {
  if (context.signal.aborted) return false;
  const outcome = await runIfDue(context, jobNamed(name), work);
  return outcome !== "not_due" && outcome !== "taken";
}

/** Trains where it is due, within a time. Resolves to true when a training ran here. */
export async function runDueTraining(
  context: JobContext,
  options: { readonly budgetMs?: number } = {},
): Promise<boolean> {
  return await runDueJob(
    context,
    "train",
    (report, own) => retrainAndPublish(own, options, report),
  );
}

async function runIfDue(
  context: JobContext,
  job: Job,
  work: RunWork<unknown> = (report, own) => job.work(own, report),
): Promise<ClaimedOutcome<unknown>["status"] | "not_due"> {
  const schedule = job.schedule(context.config);
  if (schedule === null) return "not_due";
  const nowMs = await sharedNow(context);
  const running = await runningJob(context.db, job.name);
  if (running !== null && isAlive(running, nowMs)) return "taken";
  // Slots that lie ahead were run when the clock was wrong: they do not stand for those before them.
  const last = await latestJobRun(context.db, job.name, { notAfterMs: nowMs });
  const scheduledMs = latestSlot(schedule, nowMs);
  const dueMs = await job.dueMs?.(context, scheduledMs) ?? scheduledMs;
  const slotMs = slotToClaim(last, dueMs, nowMs, job.retry);
  if (slotMs === null) return "not_due";
  const missed = last === null ? 0 : countSlots(schedule, last.slotMs, slotMs);
  if (isTooLate(job, last, { slotMs, nowMs })) {
    await skip(context, job, { schedule, slotMs, missed: missed + 1 });
    return "not_due";
  }
  if (await job.isReady?.(context, slotMs) === false) return "not_due";
  return (await runClaimed(context, { job: job.name, slotMs, missed }, work)).status;
}

/** Only of a slot that nobody has begun: one whose process died is taken over, however late. */
function isTooLate(
  job: Job,
  last: JobRun | null,
  { slotMs, nowMs }: { readonly slotMs: number; readonly nowMs: number },
): boolean {
  const isNew = last !== null && last.slotMs < slotMs;
  return job.missed === "skip" && isNew && nowMs - slotMs > SKIP_AFTER_MS;
}

async function skip(
  context: JobContext,
  job: Job,
  slot: { readonly schedule: string; readonly slotMs: number; readonly missed: number },
): Promise<void> {
  const { slotMs, missed } = slot;
  const next = nextSlot(slot.schedule, context.now());
  const reason = `Nobody ran it in time. The next one is at ${
    next === null ? "no time" : new Date(next).toISOString()
  }.`;
  const { db, owner } = context;
  await skipSlot(db, { job: job.name, slotMs, owner, missed, reason, ...leaseNow(context) });
}
