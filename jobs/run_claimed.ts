import { claimJob, failJob, finishJob, type JobRun, listJobRuns, renewLease } from "../db/mod.ts";
import type { JobContext, JobProgress, ReportProgress } from "./context.ts";

/** How long a silent process keeps its claim; a killed one is taken over after this. */
export const LEASE_MS = 15_000;
const RENEW_MS = 1_000;

export type JobName =
  | "collect"
  | "repair"
  | "score"
  | "publish"
  | "tendency"
  | "train"
  | "drift"
  | "risk"
  | "prune"
  | "reconcile"
  | "settle"
  | "alerts";

export interface ClaimedOutcome<Result> {
  /** `taken` when another process has the slot, or had it; `stopped` when this one was asked to. */
  readonly status: "completed" | "failed" | "taken" | "stopped";
  readonly result?: Result;
  readonly error?: string;
}

/**
 * Runs `work` under a claim on (job, slot): at most one process anywhere has it. The lease is renewed
 * with the newest progress about once a second; a failure is stored, logged and returned, not thrown,
 * so that one job cannot stop the chain.
 */
export async function runClaimed<Result>(
  context: JobContext,
  claim: { readonly job: JobName; readonly slotMs: number },
  work: (report: ReportProgress) => Promise<Result>,
): Promise<ClaimedOutcome<Result>> {
  const { db, owner } = context;
  const nowMs = context.now();
  if ((await aliveRun(context, claim.job)) !== null) return { status: "taken" };
  const run = await claimJob(db, {
    ...claim,
    owner,
    leaseMs: LEASE_MS,
    nowMs,
    retryFailed: true,
  });
  if (run === null) return { status: "taken" };
  if (await isBehindAnother(context, run)) {
    await failJob(db, { id: run.id, owner, nowMs, error: ANOTHER_RUNS });
    return { status: "taken" };
  }
  const lease = keepLease(context, run.id);
  try {
    const result = await work(lease.report);
    await lease.stop();
    if (context.signal.aborted) return await giveBack(context, run);
    await finishJob(db, { id: run.id, owner, nowMs: context.now(), result: toJson(result) });
    return { status: "completed", result };
  } catch (error) {
    await lease.stop();
    if (context.signal.aborted) return await giveBack(context, run);
    const message = error instanceof Error ? error.message : String(error);
    context.log.warn(`Job ${claim.job} failed: ${message}`, { job: claim.job, error: message });
    await failJob(db, { id: run.id, owner, nowMs: context.now(), error: message });
    return { status: "failed", error: message };
  }
}

const ANOTHER_RUNS = "Another process was at it already.";

/** The run of a job that some process is working on now, the earliest where there are two. */
export async function aliveRun(context: JobContext, job: JobName): Promise<JobRun | null> {
  const running = await listJobRuns(context.db, { job, status: "running" });
  const alive = running.filter((run) => run.leaseUntilMs > context.now());
  return alive.sort((a, b) => Number(a.id) - Number(b.id))[0] ?? null;
}

/**
 * Slots differ between the schedule and a command, so a claim alone does not keep two apart that
 * start in the same instant. Both have written their rows before either looks, and the earlier row
 * goes on.
 */
async function isBehindAnother(context: JobContext, run: JobRun): Promise<boolean> {
  const first = await aliveRun(context, run.job as JobName);
  return first !== null && Number(first.id) < Number(run.id);
}

/** A process that is asked to stop lets its lease lapse, so that the next one takes the slot at once. */
async function giveBack(context: JobContext, { id }: JobRun): Promise<{ status: "stopped" }> {
  const { db, owner } = context;
  await renewLease(db, { id, owner, leaseMs: 0, nowMs: context.now() });
  return { status: "stopped" };
}

/** Renews the lease in the background; a missed renewal is only logged, the next one may succeed. */
function keepLease(context: JobContext, id: string) {
  let latest: JobProgress | undefined;
  let renewing: Promise<unknown> = Promise.resolve();
  const renew = () =>
    renewing = renewing.then(() =>
      renewLease(context.db, {
        id,
        owner: context.owner,
        leaseMs: LEASE_MS,
        nowMs: context.now(),
        ...(latest && { progress: latest }),
      })
    ).catch((error) => context.log.warn("A lease could not be renewed", { error: String(error) }));
  const timer = setInterval(renew, RENEW_MS);
  return {
    report: (progress: JobProgress) => void (latest = progress),
    async stop() {
      clearInterval(timer);
      await (latest === undefined ? renewing : renew());
    },
  };
}

function toJson(result: unknown): Record<string, unknown> {
  return result === undefined || result === null ? {} : JSON.parse(JSON.stringify(result));
}
