/**
 * `deno task test`: format, lint, types, then every test file in a process of its own. Needs
 * nothing but Deno and the packages of the lockfile.
 */
import { findTestFiles } from "./runner/discover.ts";
import { type Job, type JobResult, listChecks, runJob, testFileJob } from "./runner/jobs.ts";
import { parseOptions, type RunOptions, USAGE, UsageError } from "./runner/options.ts";
import { runJobs } from "./runner/queue.ts";
import { type SharedDatabase, startSharedDatabase } from "./runner/shared_database.ts";
import { addTotals, formatTotals, NOTHING, type Totals } from "./runner/totals.ts";

const ROOT = new URL("../", import.meta.url);
const ONE_FAILURE: Totals = { ...NOTHING, failed: 1 };

/** One process installs before others start: fifty at once would all wait on the same lock. */
const INSTALL: Job = {
  name: "install the packages of the lockfile",
  args: ["install", "--frozen", "--quiet"],
  isCheck: true,
  company: "none",
  timeoutMs: 600_000,
};

/** Two servers that find no built pages would both build them, into one folder. */
const BUILD_WEB: Job = {
  name: "build the web app",
  args: ["run", "-A", "--no-prompt", "tests/runner/build_web.ts"],
  isCheck: true,
  company: "none",
  timeoutMs: 120_000,
};

if (import.meta.main) {
  try {
    const options = parseOptions(Deno.args);
    if (options.help) console.log(USAGE);
    else Deno.exit(await runAll(options) ? 0 : 1);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message} See deno task test --help.`);
    Deno.exit(2);
  }
}

async function runAll(options: RunOptions): Promise<boolean> {
  Deno.chdir(ROOT);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => stop.abort());
  }
  const jobs = await listJobs(options);
  for (const step of [INSTALL, BUILD_WEB]) {
    if (!await prepare(step, stop.signal)) return conclude(ONE_FAILURE, [step.name], false);
  }
  const database = jobs.every((job) => job.isCheck) ? null : await startDatabase();
  let totals: Totals = NOTHING;
  let done = 0;
  const failures: string[] = [];
  await runJobs(jobs, {
    env: database === null ? {} : { TEST_DATABASE_URL: database.url },
    width: chooseWidth(),
    signal: stop.signal,
    onResult: (result) => {
      totals = addTotals(totals, result.totals);
      if (result.totals.failed > 0) failures.push(result.job.name);
      report(result, ++done, jobs.length, options.filter !== null);
    },
    onWait: (running) => console.log(`          running: ${running.join(", ")}`),
  });
  await database?.[Symbol.asyncDispose]();
  return conclude(totals, failures, stop.signal.aborted);
}

/** The server that test files share; where it does not start, each of them says why it fails. */
async function startDatabase(): Promise<SharedDatabase | null> {
  if (Deno.env.has("TEST_DATABASE_URL")) return null;
  try {
    return await startSharedDatabase();
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return null;
  }
}

async function prepare(job: Job, signal: AbortSignal): Promise<boolean> {
  console.log(`First: ${job.name}.`);
  const result = await runJob(job, signal);
  if (result.totals.failed > 0) console.log(result.output);
  return result.totals.failed === 0;
}

/** Everything, or with a filter: matching checks and files whole, from the others by test name. */
async function listJobs({ filter }: RunOptions): Promise<Job[]> {
  const files = await findTestFiles(ROOT);
  const matches = (name: string) =>
    filter === null || name.toLowerCase().includes(filter.toLowerCase());
  return [
    ...listChecks().filter((check) => matches(check.name)),
    ...files.map(({ path, company }) => testFileJob(path, company, matches(path) ? null : filter)),
  ];
}

function chooseWidth(): number {
  const asked = Number(Deno.env.get("DENO_JOBS"));
  return asked >= 1 ? Math.floor(asked) : Math.min(navigator.hardwareConcurrency + 2, 6);
}

function report(result: JobResult, done: number, count: number, filtered: boolean): void {
  const { job, totals, seconds } = result;
  if (filtered && totals.passed + totals.failed === 0) return;
  const place = `[${String(done).padStart(String(count).length)}/${count}]`;
  const state = totals.failed > 0 ? "FAILED" : "ok    ";
  const tests = job.isCheck ? "" : `  ${formatTotals(totals)}`;
  console.log(`${place} ${state} ${job.name}${tests}  (${seconds.toFixed(1)} s)`);
  if (totals.failed > 0) console.log(result.output.replaceAll(/^/gm, "    "));
  else if (totals.skipped > 0) console.log(skippedLines(result.output));
}

function skippedLines(output: string): string {
  return output.split("\n").filter((line) =>
    /\bignored\b|\bskip/i.test(line) && !/^ok \|/.test(line)
  )
    .map((line) => `          ${line}`).join("\n");
}

/** The closing words; the totals stand alone on the last line for whoever counts them. */
function conclude(totals: Totals, failures: readonly string[], interrupted: boolean): boolean {
  const nothingRan = totals.passed + totals.failed === 0;
  if (interrupted) console.log("\nInterrupted.");
  else if (nothingRan) console.log("\nNo test matches.");
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((n) => `  ${n}`).join("\n")}`);
  console.log(`\n${formatTotals(totals)}`);
  return totals.failed === 0 && !nothingRan && !interrupted;
}
