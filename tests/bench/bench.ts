/** `deno task bench [NAME]`: every figure of the README, measured beside a named peer. */
import { type Bench, type BenchOptions, type BenchRow, formatTable } from "./bench_row.ts";

const ROOT = new URL("../../", import.meta.url);

/** Loaded one by one when their turn comes: what one needs does not weigh on another. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  database: async () => (await import("./database.ts")).databaseBench,
  collection: async () => (await import("./collection.ts")).collectionBench,
  training: async () => (await import("./training.ts")).trainingBench,
  retrain: async () => (await import("./retrain.ts")).retrainBench,
  publication: async () => (await import("./publication.ts")).publicationBench,
  book: async () => (await import("./book.ts")).bookBench,
  evaluation: async () => (await import("./evaluation.ts")).evaluationBench,
  risk: async () => (await import("./risk.ts")).riskBench,
  ledger: async () => (await import("./ledger.ts")).ledgerBench,
  chat: async () => (await import("./chat.ts")).chatBench,
  http: async () => (await import("./http.ts")).httpBench,
  scale: async () => (await import("./scale.ts")).scaleBench,
  small: async () => (await import("./small.ts")).smallBench,
  first_run: async () => (await import("./first_run.ts")).firstRunBench,
};

/** "scale" holds its table against one of two years by months. */
const LEAST_ROWS = 1_800_000;

const USAGE =
  `Measures the figures of this project, each as a ratio to a named peer where it has one.

Usage: deno task bench [NAME…] [--rows N]

  NAME      ${Object.keys(BENCHES).join(", ")}; default all
  --rows N  rows of the large table of "scale", default 2000000, at least 1800000, for its peer has
            two years of 100 coins; 50000000 need 20 GB of disk
  --help    this text

Prints a table and writes bench/results.json. Run it on a quiet machine.`;

/** What one benchmark came to. */
interface Outcome {
  readonly bench: string;
  readonly seconds: number;
  readonly rows: readonly BenchRow[];
  readonly error?: string;
}

if (import.meta.main) Deno.exit(await main(Deno.args));

/** @returns the exit code: 0 all targets met, 1 some missed or failed, 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const asked = parseArguments(args);
  if (typeof asked === "string") {
    console.error(`${asked} See deno task bench --help.`);
    return 2;
  }
  const outcomes: Outcome[] = [];
  for (const name of asked.names) outcomes.push(await measure(name, asked.options));
  await writeResults(outcomes);
  return conclude(outcomes);
}

/** What is asked for, or in one sentence why it cannot be done. */
function parseArguments(
  args: readonly string[],
): { readonly names: readonly string[]; readonly options: BenchOptions } | string {
  const at = args.indexOf("--rows");
  const rows = Number(args[at + 1]);
  if (at >= 0 && !(Number.isInteger(rows) && rows >= LEAST_ROWS)) {
    return `--rows needs a whole number, at least ${LEAST_ROWS}.`;
  }
  const names = at < 0 ? args : args.toSpliced(at, 2);
  const unknown = names.find((name) => !(name in BENCHES));
  if (unknown !== undefined) return `"${unknown}" is not a benchmark.`;
  return {
    names: names.length > 0 ? names : Object.keys(BENCHES),
    options: at < 0 ? {} : { rows },
  };
}

/** One benchmark that fails is reported, and the others go on. */
async function measure(bench: string, options: BenchOptions): Promise<Outcome> {
  const startedMs = performance.now();
  const seconds = () => Math.round((performance.now() - startedMs) / 100) / 10;
  console.log(`${bench} …`);
  try {
    const run = await (BENCHES[bench] as () => Promise<Bench>)();
    const rows = await run((line) => console.log(`  ${line}`), options);
    return { bench, seconds: seconds(), rows };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`  ${bench} failed: ${reason}`);
    return { bench, seconds: seconds(), rows: [], error: reason };
  }
}

async function writeResults(outcomes: readonly Outcome[]): Promise<void> {
  await Deno.mkdir(new URL("bench/", ROOT), { recursive: true });
  const results = {
    measured_at: new Date().toISOString(),
    machine: {
      os: Deno.build.os,
      arch: Deno.build.arch,
      processors: navigator.hardwareConcurrency,
      memory_gib: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
      deno: Deno.version.deno,
    },
    outcomes,
  };
  const text = `${JSON.stringify(results, null, 2)}\n`;
  await Deno.writeTextFile(new URL("bench/results.json", ROOT), text);
}

function conclude(outcomes: readonly Outcome[]): number {
  console.log(`\n${formatTable(outcomes.flatMap(({ rows }) => rows))}\n`);
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const missed = outcomes.flatMap(({ rows }) => rows).filter(({ ok }) => ok === false);
  for (const { bench, error } of failed) console.error(`${bench} failed: ${error}`);
  for (const { name, target } of missed) console.error(`${name} misses its target: ${target}`);
  console.log("Written to bench/results.json.");
  return failed.length + missed.length === 0 ? 0 : 1;
}
