import { addJobLog, type JobLogLine, type JobRun, renewLease } from "../db/mod.ts";
import type { JobContext, JobProgress, Logger } from "./context.ts";
import { leaseNow } from "./shared_clock.ts";

/** How long a silent process keeps its claim; a killed one is taken over after this. */
export const LEASE_MS = 15_000;
export const RENEW_MS = 1_000;
/**
 * A process that could not renew for so long gives its run up by itself, before the lease lapses and
 * another takes it. Measured by a clock that nobody can set.
 */
const GIVE_UP_MS = 10_000;
/** What a run says beyond this is in the log of the process only. */
const MOST_LINES = 500;

export interface Lease {
  /** What the work is given: its log is kept with the run, its signal ends with the lease. */
  readonly context: JobContext;
  report(progress: JobProgress): void;
  /** True once the run belongs to another process, or might. */
  isLost(): boolean;
  /** Says one more thing in the log of the run. */
  say(level: JobLogLine["level"], message: string): void;
  /** Ends the renewals; what was reported and said is stored. */
  stop(): Promise<void>;
}

/** Renews the lease of a run about once a second, with the newest progress and what was said. */
export function keepLease(outer: JobContext, run: JobRun): Lease {
  const ending = new AbortController();
  const onOuter = () => ending.abort(outer.signal.reason);
  outer.signal.addEventListener("abort", onOuter, { once: true });
  if (outer.signal.aborted) onOuter();
  const lines = createLines(outer.now);
  let latest: JobProgress | undefined;
  let lost = false;
  let renewedAt = performance.now();
  let renewing: Promise<void> = Promise.resolve();
  const lose = (message: string) => {
    if (lost) return;
    lost = true;
    outer.log.warn(message, { job: run.job, run: run.id });
    ending.abort(new Error(message));
  };
  const renewOnce = async () => {
    const startedAt = performance.now();
    try {
      if (await renew(outer, run, latest)) renewedAt = startedAt;
      else lose(`The run of job ${run.job} is no longer ours: its lease was taken over.`);
      await addJobLog(outer.db, { runId: run.id, attempt: run.attempt, lines: lines.take() });
    } catch (error) {
      outer.log.warn("A lease could not be renewed", { error: String(error) });
      if (performance.now() - renewedAt < GIVE_UP_MS) return;
      lose(`The run of job ${run.job} was given up: its lease could not be renewed.`);
    }
  };
  const queue = () => renewing = renewing.then(renewOnce);
  const timer = setInterval(queue, outer.renewMs ?? RENEW_MS);
  return {
    context: { ...outer, signal: ending.signal, log: teeLog(outer.log, lines) },
    report(progress) {
      if (progress.message !== latest?.message) lines.add("info", progress.message);
      latest = progress;
    },
    isLost: () => lost,
    say: (level, message) => lines.add(level, message),
    async stop() {
      clearInterval(timer);
      outer.signal.removeEventListener("abort", onOuter);
      await (latest === undefined && lines.isEmpty() ? renewing : queue());
    },
  };
}

async function renew(context: JobContext, { id }: JobRun, progress?: JobProgress) {
  return await renewLease(context.db, {
    id,
    owner: context.owner,
    leaseMs: LEASE_MS,
    ...leaseNow(context),
    ...(progress && { progress }),
  });
}

type Line = Pick<JobLogLine, "atMs" | "level" | "message">;

function createLines(now: () => number) {
  let waiting: Line[] = [];
  let count = 0;
  return {
    add(level: JobLogLine["level"], message: string) {
      count += 1;
      if (count < MOST_LINES || level === "error") waiting.push({ atMs: now(), level, message });
      if (count !== MOST_LINES) return;
      waiting.push({ atMs: now(), level: "info", message: "More is in the log of the process." });
    },
    isEmpty: () => waiting.length === 0,
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}

/** Logs as before, and keeps what is said with the run: the sentences, not the fields. */
function teeLog(log: Logger, lines: ReturnType<typeof createLines>): Logger {
  const tee = (level: "info" | "warn" | "error"): Logger["info"] => (message, fields) => {
    log[level](message, fields);
    lines.add(level, message);
  };
  return {
    debug: (message, fields) => log.debug(message, fields),
    info: tee("info"),
    warn: tee("warn"),
    error: tee("error"),
  };
}
