import { claimJob, failJob, finishJob, type JobRun, releaseJob, runningJob } from "../db/mod.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { isAlive } from "./due.ts";
import type { JobName } from "./job.ts";
import { keepLease, LEASE_MS, RENEW_MS } from "./keep_lease.ts";
import { leaseNow, sharedNow } from "./shared_clock.ts";
import { traceRun } from "./trace_run.ts";

/** A run that looks dead is watched for so many renewals before it is taken over. */
const WATCHED_RENEWALS = 3;

export interface Claim {
  readonly job: JobName;
  readonly slotMs: number;
  /** True where a person asked for it. */
  readonly asked?: boolean;
  /** Slots before this one that nobody ran. */
  readonly missed?: number;
}

export interface ClaimedOutcome<Result> {
  /**
   * `taken` when another process has the slot, or had it; `stopped` when this one was asked to; `lost`
   * when another process took it over meanwhile.
   */
  readonly status: "completed" | "failed" | "taken" | "stopped" | "lost";
  readonly result?: Result;
  readonly error?: string;
}

/** What a run does; `own` is the context with the log and the signal of this run. */
export type RunWork<Result> = (report: ReportProgress, own: JobContext) => Promise<Result>;

/**
 * Runs `work` under a claim on (job, slot): at most one process anywhere has it, and no process runs
 * the job in another slot meanwhile. A failure is stored, logged and returned, not thrown, so that one
 * job cannot stop the chain.
 */
export async function runClaimed<Result>(
  context: JobContext,
  claim: Claim,
  work: RunWork<Result>,
): Promise<ClaimedOutcome<Result>> {
  const run = await beginRun(context, claim);
  return run === null ? { status: "taken" } : await holdRun(context, run, work);
}

/** Takes the slot, or `null` where it is done, taken, or the job is running. */
export async function beginRun(context: JobContext, claim: Claim): Promise<JobRun | null> {
  const { db, owner } = context;
  const dead = await watchRunning(context, claim.job);
  if (dead === "alive") return null;
  return await claimJob(db, {
    ...claim,
    owner,
    leaseMs: LEASE_MS,
    retryFailed: true,
    ...leaseNow(context),
    ...(dead !== null && { deadLeaseMs: dead.leaseUntilMs }),
  });
}

/** Does the work of a run that was taken, and stores what came of it. */
export async function holdRun<Result>(
  context: JobContext,
  run: JobRun,
  work: RunWork<Result>,
): Promise<ClaimedOutcome<Result>> {
  const { db, owner } = context;
  const lease = keepLease(context, run);
  const ended = { id: run.id, owner };
  try {
    const result = await traceRun(run, () => work(lease.report, lease.context));
    await lease.stop();
    if (lease.isLost()) return { status: "lost" };
    if (context.signal.aborted) return await giveBack(context, run);
    const kept = await finishJob(db, { ...ended, ...leaseNow(context), result: toJson(result) });
    return kept ? { status: "completed", result } : { status: "lost" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const stopped = context.signal.aborted || lease.isLost();
    if (!stopped) lease.say("error", message);
    await lease.stop();
    if (lease.isLost()) return { status: "lost" };
    if (context.signal.aborted) return await giveBack(context, run);
    context.log.warn(`Job ${run.job} failed: ${message}`, { job: run.job, error: message });
    await failJob(db, { ...ended, ...leaseNow(context), error: message });
    return { status: "failed", error: message };
  }
}

/** The run of a job that some process is working on now. */
export async function aliveRun(context: JobContext, job: JobName): Promise<JobRun | null> {
  const running = await runningJob(context.db, job);
  return running !== null && isAlive(running, await sharedNow(context)) ? running : null;
}

/**
 * A lease that has lapsed by the clock may be that of a live process when the clock was set forward,
 * and one that has not that of a dead one when it was set back. So what looks dead is watched: who is
 * alive renews within a second. Resolves to the run that is dead, if there is one.
 */
async function watchRunning(context: JobContext, job: JobName): Promise<JobRun | "alive" | null> {
  const { db } = context;
  const before = await runningJob(db, job);
  if (before === null || before.leaseUntilMs === 0) return before;
  if (isAlive(before, await sharedNow(context))) return "alive";
  await pause(WATCHED_RENEWALS * (context.renewMs ?? RENEW_MS), context.signal);
  const after = await runningJob(db, job);
  if (after === null || after.leaseUntilMs === 0) return after;
  const isSame = after.id === before.id && after.leaseUntilMs === before.leaseUntilMs;
  return isSame && !context.signal.aborted ? before : "alive";
}

/** A process that is asked to stop ends its lease, so that the next one takes the slot at once. */
async function giveBack(context: JobContext, { id }: JobRun): Promise<{ status: "stopped" }> {
  await releaseJob(context.db, { id, owner: context.owner });
  return { status: "stopped" };
}

/** Resolves early, and never rejects, when the process stops. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => resolve();
  const timer = setTimeout(done, ms);
  signal.addEventListener("abort", done, { once: true });
  if (signal.aborted) done();
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", done);
  });
}

function toJson(result: unknown): Record<string, unknown> {
  return result === undefined || result === null ? {} : JSON.parse(JSON.stringify(result));
}
