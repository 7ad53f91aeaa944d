/** `deno task db`: the schema of the database, what is in it, and its backups. */
import { parseArgs } from "node:util";
import { type Database, migrate, openDatabase } from "../../db/mod.ts";
import { type Config, loadConfig } from "../../server/config.ts";
import { jobsConfig } from "../../server/jobs_config.ts";
import { readSettings } from "../../server/read_settings.ts";
import type { ReportProgress } from "../context.ts";
import { describePruned, prune } from "../prune.ts";
import { verifyDatabase } from "../verify_database.ts";
import { backUp, listBackups } from "./db_backup.ts";
import { restore } from "./db_restore.ts";
import { describeDatabase } from "./db_status.ts";
import { createProgressLine } from "./progress_line.ts";
import { UsageError } from "./run_task.ts";
import { stopOnSignals } from "./stop_on_signals.ts";

const USAGE = `The database in DATA_DIR, or the one at DATABASE_URL.

Usage: deno task db migrate|status|verify|backups
       deno task db prune [--dry-run]
       deno task db backup [FILE] [--verify]
       deno task db restore FILE [--replace] [--without-register]

  migrate   brings the schema up to date; safe to repeat
  status    version, size, schema, candles, gaps, model and last backup in a few lines
  verify    proves that published forecasts are what was sealed, checks every score and candle, and
            recomputes the ledger, its chain and what staked forecasts earned; names the first
            wrong row and ends with 1
  prune     removes what is older than its retention: audit log, chats, ended sessions and keys,
            counts of calls, runs of jobs, log files; never the ledger, forecasts or candles.
            --dry-run says what it would remove
  backup    writes all of it into FILE while the program goes on, and reads FILE back. It holds
            personal data and secrets: only its owner may read it. --verify also restores it into
            a second database and proves what is there. Without FILE: what the schedule does, to
            BACKUP_TARGET
  backups   lists what is in BACKUP_TARGET
  restore   makes the database what it was when FILE was written. FILE is a file, a name from
            BACKUP_TARGET, or "latest". Stop the program first. All of it or nothing: until it is
            proved, the database is as it was. People who were erased since are erased again;
            everyone signs in anew. --replace also where the database is not empty;
            --without-register also where the register of erasures cannot be read
  --help    this text

Settings come from the environment; deno task start --help lists them.`;

const OPTIONS = {
  "dry-run": { type: "boolean" },
  verify: { type: "boolean" },
  replace: { type: "boolean" },
  "without-register": { type: "boolean" },
} as const;

/** What a verb works with. */
export interface DbTask {
  readonly db: Database;
  readonly config: Config;
  readonly file: string | undefined;
  readonly options: ReadonlySet<keyof typeof OPTIONS>;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  /** Says something that stays, above the progress. */
  say(text: string): void;
}

interface Verb {
  run(task: DbTask): Promise<string>;
  /** Whether it takes a file; `must`: not without one. */
  readonly file?: "may" | "must";
  readonly options?: readonly (keyof typeof OPTIONS)[];
  /** True for what works on a database that nobody else has open. */
  readonly alone?: boolean;
}

const VERBS: Readonly<Record<string, Verb>> = {
  migrate: { run: applyMigrations, alone: true },
  status: { run: describeDatabase },
  verify: { run: async ({ db }) => (await verifyDatabase(db, { nowMs: Date.now() })).join("\n") },
  prune: { run: pruneNow, options: ["dry-run"] },
  backup: { run: backUp, file: "may", options: ["verify"] },
  backups: { run: listBackups },
  restore: { run: restore, file: "must", options: ["replace", "without-register"], alone: true },
};

if (import.meta.main) Deno.exit(await main(Deno.args));

/** @returns the exit code: 0 done, 1 failed, 2 wrong usage. */
async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const line = createProgressLine();
  const stop = stopOnSignals("Stopped before the end. Nothing was changed.");
  try {
    const { verb, file, options } = parse(args);
    const { signal } = stop;
    const { report, say } = line;
    const outcome = await withDatabase(
      verb,
      (db, config) => verb.run({ db, config, file, options, signal, report, say }),
    );
    line.clear();
    console.log(outcome);
    return 0;
  } catch (error) {
    line.clear();
    const reason = stop.signal.aborted ? stop.signal.reason : error;
    console.error(reason instanceof Error ? reason.message : String(reason));
    return error instanceof UsageError ? 2 : 1;
  } finally {
    stop.forget();
  }
}

/** @throws {UsageError} */
function parse(args: string[]) {
  const { values, positionals } = parseOptions(args);
  const [name = "", file, ...rest] = positionals;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined) throw misused(`"${args.join(" ")}" is not one of its verbs.`);
  const options = new Set(Object.keys(values) as (keyof typeof OPTIONS)[]);
  const strange = [...options].find((option) => !verb.options?.includes(option));
  if (strange !== undefined) throw misused(`${name} takes no --${strange}.`);
  const tooMuch = verb.file === undefined ? file : rest[0];
  if (tooMuch !== undefined) throw misused(`"${tooMuch}" is one argument too many.`);
  if (verb.file === "must" && file === undefined) throw misused(`${name} needs a file.`);
  return { verb, file, options };
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw misused(`${text.split(". ")[0]!.replace(/\.$/, "")}.`);
  }
}

function misused(problem: string): UsageError {
  return new UsageError(`${problem} See deno task db --help.`);
}

async function withDatabase(
  verb: Verb,
  work: (db: Database, config: Config) => Promise<string>,
): Promise<string> {
  const config = loadConfig(await readSettings(Deno.env.toObject(), Deno.cwd()));
  const shared = !verb.alone;
  const db = await openDatabase({ ...config, poolSize: 1, shared });
  try {
    return await work(db, config);
  } finally {
    await db.close();
  }
}

async function applyMigrations({ db }: DbTask): Promise<string> {
  const applied = await migrate(db);
  return applied.length === 0 ? "The schema is up to date." : `Applied ${applied.join(", ")}.`;
}

async function pruneNow({ db, config, options }: DbTask): Promise<string> {
  const dryRun = options.has("dry-run");
  const pruned = await prune(db, jobsConfig(config), { nowMs: Date.now(), dryRun });
  return describePruned(pruned, dryRun);
}
