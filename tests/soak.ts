/**
 * `deno task soak`: the long form of the fault tests and of the walk-forward evaluation. The same
 * files run shortly in `deno task test`; here `SOAK=1` tells them to take their time and repeat.
 */
import { findTestFiles } from "./runner/discover.ts";
import { type Job, type JobResult, runJob } from "./runner/jobs.ts";
import { addTotals, formatTotals, NOTHING } from "./runner/totals.ts";

const ROOT = new URL("../", import.meta.url);
const WALK_FORWARD = "tests/ml/evaluate/walk_forward_test.ts";
const HOUR_MS = 3_600_000;
const FIGURES = /^-+ (?:post-test )?output -+$([^]*?)^-+ (?:post-test )?output end -+$/gm;

const USAGE = `Runs the fault tests and the walk-forward evaluation in their long form, one by one.

Usage: deno task soak [NAME [MINUTES]]

  NAME     only the proof of that name, or those of a folder: ledger
  MINUTES  how long, for a proof that takes its time from it: memory
  --list   the names
  --help   this text`;

if (import.meta.main) Deno.exit(await main(Deno.args));

/** @returns the exit code: 0 all passed, 1 some failed, 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  Deno.chdir(ROOT);
  const [name = "", minutes] = args;
  const jobs = await listProofs(name === "memory" ? minutes : undefined);
  if (args.includes("--help") || args.includes("-h")) return say(USAGE);
  if (args.includes("--list")) return say(jobs.map((job) => job.name).join("\n"));
  const wanted = args.length === 0 ? jobs : jobs.filter(({ name }) => isMeant(name, args[0] ?? ""));
  const isTimed = name === "memory" && Number(minutes) > 0;
  if (wanted.length === 0 || args.length > (isTimed ? 2 : 1)) {
    console.error(`"${args.join(" ")}" is not a proof. deno task soak --list names them.`);
    return 2;
  }
  return await runProofs(wanted);
}

function isMeant(name: string, asked: string): boolean {
  return name === asked || name.startsWith(`${asked}/`);
}

function say(text: string): number {
  console.log(text);
  return 0;
}

async function listProofs(minutes?: string): Promise<Job[]> {
  const files = (await findTestFiles(ROOT)).map(({ path }) => path);
  const proofs = [...files.filter((path) => path.startsWith("tests/faults/")), WALK_FORWARD];
  return proofs.map((path) => ({
    name: nameOf(path),
    args: ["test", "--no-check", "--no-prompt", "-A", path],
    isCheck: false,
    company: "none",
    timeoutMs: 4 * HOUR_MS,
    env: { SOAK: "1", ...(minutes !== undefined && { SOAK_MINUTES: minutes }) },
  }));
}

function nameOf(path: string): string {
  if (path === WALK_FORWARD) return "walk-forward";
  return path.replace(/^tests\/faults\/(.+)_test\.tsx?$/, "$1");
}

async function runProofs(jobs: readonly Job[]): Promise<number> {
  let totals = NOTHING;
  for (const [at, job] of jobs.entries()) {
    console.log(`[${at + 1}/${jobs.length}] ${job.name} …`);
    const result = await runJob(job, new AbortController().signal);
    totals = addTotals(totals, result.totals);
    report(result);
  }
  console.log(`\n${formatTotals(totals)}`);
  return totals.failed === 0 ? 0 : 1;
}

/** What a proof has measured, from what it printed. */
function figures(output: string): string[] {
  return [...output.matchAll(FIGURES)].flatMap((match) => match[1]!.trim().split("\n"));
}

function report({ job, totals, seconds, output }: JobResult): void {
  const state = totals.failed > 0 ? "FAILED" : "ok";
  console.log(`      ${state} ${job.name}  ${formatTotals(totals)}  (${seconds.toFixed(1)} s)`);
  for (const line of figures(output)) console.log(`        ${line}`);
  if (totals.failed > 0) console.log(output.replaceAll(/^/gm, "    "));
}
