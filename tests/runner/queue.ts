import { type Job, type JobResult, runJob } from "./jobs.ts";

/** How often a run says what it is waiting for. */
const HEARTBEAT_MS = 20_000;

/**
 * Runs all jobs, `width` at a time; then those that bear few others, one fewer; then the rest one by one.
 * Reports each result as it comes and, while nothing ends, what is running.
 */
export async function runJobs(
  jobs: readonly Job[],
  options: {
    readonly width: number;
    readonly signal: AbortSignal;
    /** What every job finds in its environment. */
    readonly env: Readonly<Record<string, string>>;
    onResult(result: JobResult): void;
    onWait(running: readonly string[]): void;
  },
): Promise<void> {
  const running = new Set<string>();
  const heartbeat = setInterval(() => options.onWait([...running]), HEARTBEAT_MS);
  const drain = async (waiting: Job[]) => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      running.add(job.name);
      const env = { ...options.env, ...job.env };
      const result = await runJob({ ...job, env }, options.signal);
      running.delete(job.name);
      if (options.signal.aborted) return;
      options.onResult(result);
    }
  };
  try {
    const places = { crowd: options.width, few: Math.max(1, options.width - 1), none: 1 };
    for (const company of ["crowd", "few", "none"] as const) {
      const waiting = jobs.filter((job) => job.company === company);
      // Faults before browsers: the longest of all, the ledger's simulator, must not be last.
      if (company === "few") waiting.reverse();
      await Promise.all(Array.from({ length: places[company] }, () => drain(waiting)));
    }
  } finally {
    clearInterval(heartbeat);
  }
}
