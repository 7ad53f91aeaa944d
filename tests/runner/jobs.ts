import { NOTHING, settleTotals, type Totals } from "./totals.ts";

/**
 * How many others a job bears beside it: as many as there are places, few (it starts a browser), or
 * none (it measures time, or kills processes).
 */
export type Company = "crowd" | "few" | "none";

/** One process of a run: a check such as `lint`, or one test file. */
export interface Job {
  /** The name of the check, or the path of the test file from the root of the repository. */
  readonly name: string;
  readonly args: readonly string[];
  /** A check passes or fails as a whole; a test file has totals of its own. */
  readonly isCheck: boolean;
  readonly company: Company;
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface JobResult {
  readonly job: Job;
  readonly totals: Totals;
  readonly output: string;
  readonly seconds: number;
}

const MINUTE_MS = 60_000;

/**
 * How long after the end of a process its output may stay open: a grandchild that outlived it, such
 * as a database server, holds the pipe and would keep the run waiting for ever.
 */
const ORPHAN_GRACE_MS = 2_000;

/** The checks of the whole tree, as jobs; each counts as one test. */
export function listChecks(): Job[] {
  return [
    ["format", ["fmt", "--check"]],
    ["lint", ["lint"]],
    ["types", ["check", "--quiet", "."]],
  ].map(([name, args]) => ({
    name: name as string,
    args: args as string[],
    isCheck: true,
    company: "crowd",
    timeoutMs: 6 * MINUTE_MS,
  }));
}

/**
 * The job that runs one test file in a process of its own: a crash in native code fails that file
 * and no other. Types are checked once for the tree, not again in each process.
 */
export function testFileJob(path: string, company: Company, nameFilter: string | null): Job {
  const args = ["test", "--no-check", "--no-prompt", "-A"];
  if (path.startsWith("tests/web/")) args.push("--conditions", "browser");
  if (nameFilter !== null) args.push("--filter", nameFilter);
  return {
    name: path,
    args: [...args, path],
    isCheck: false,
    company,
    timeoutMs: (path.startsWith("tests/browser/") ? 10 : 6) * MINUTE_MS,
  };
}

/** Runs a job to its end, or kills it after its time; never throws for what the job does. */
export async function runJob(job: Job, signal: AbortSignal): Promise<JobResult> {
  const startedMs = performance.now();
  const timeout = AbortSignal.timeout(job.timeoutMs);
  const child = new Deno.Command(Deno.execPath(), {
    args: [...job.args],
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...job.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.any([signal, timeout]),
  }).spawn();
  const stdout = collectText(child.stdout);
  const stderr = collectText(child.stderr);
  const status = await child.status;
  await Promise.race([Promise.all([stdout.ended, stderr.ended]), sleep(ORPHAN_GRACE_MS)]);
  const late = timeout.aborted ? `\nKilled after ${job.timeoutMs / 1000} s.\n` : "";
  const output = stdout.text() + stderr.text() + late;
  const seconds = (performance.now() - startedMs) / 1000;
  const totals = job.isCheck
    ? { ...NOTHING, [status.success ? "passed" : "failed"]: 1 }
    : settleTotals(stdout.text(), status.success);
  return { job, totals, output, seconds };
}

/** Reads a stream as it comes, so that what was said before a crash is there after it. */
function collectText(stream: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder();
  let text = "";
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      text += decoder.decode(chunk, { stream: true });
    },
  });
  return { ended: stream.pipeTo(sink), text: () => text };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
