/** `deno task worker`: runs jobs only, beside any number of servers and other workers. */
import { parseArgs } from "node:util";
import { type Database, migrate, openDatabase } from "../../db/mod.ts";
import { loadWebhookSecret } from "../../server/auth/secrets.ts";
import { endProcess } from "../../server/end_process.ts";
import { onHangup } from "../../server/hangup.ts";
import { binanceHosts, jobsConfig } from "../../server/jobs_config.ts";
import { type FileLogger, openLog } from "../../server/log.ts";
import { type OpenSettings, openSettings } from "../../server/open_settings.ts";
import { sayPlainly } from "../../server/plain_error.ts";
import { readSettings } from "../../server/read_settings.ts";
import { secretValues } from "../../server/secret_values.ts";
import { createShutdown, type Shutdown } from "../../server/shutdown.ts";
import { createJobContext } from "../create_job_context.ts";
import { startSimulatedExchange } from "../exchange/simulated.ts";
import { startJobs } from "../start_jobs.ts";

const HELP =
  `Runs the scheduled jobs and nothing else: no page, no API, no port. Any number of workers may run, on
any machines, beside any number of servers: each slot of each job is run by one of them, and what a
killed one was at is taken over within a minute.

Usage: deno task worker

  --help  this text

DATABASE_URL names the database that all of them share. Without it the worker joins the built-in
database of a deno task start that is running on this DATA_DIR; it never starts that database itself.
A server runs jobs too: there is no switch for that, they share the work by leases.
Settings come from the environment; deno task start --help lists them.`;

/** How long a job has to leave its state consistent; after it, its lease lapses. */
const JOBS_GRACE_MS = 7_000;

/** @returns the exit code: 0 stopped as asked, 1 failed with a sentence on stderr, 2 wrong usage */
async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(HELP);
    return 0;
  }
  try {
    parseArgs({ args, options: {} });
  } catch (error) {
    const problem = sayPlainly(error).split(". ")[0]!.replace(/\.$/, "");
    console.error(`${problem}. See deno task worker --help.`);
    return 2;
  }
  const shutdown = createShutdown();
  try {
    const read = () => readSettings(Deno.env.toObject(), Deno.cwd());
    await work(await openSettings(read), shutdown);
    await shutdown.asked;
    return 0;
  } catch (error) {
    console.error(sayPlainly(error));
    return 1;
  } finally {
    await shutdown.run();
  }
}

/** Works until {@link Shutdown} undoes it; each step says how it is undone as soon as it is done. */
async function work(settings: OpenSettings, shutdown: Shutdown): Promise<void> {
  const { config } = settings;
  const log = await openLog({
    file: config.logFile,
    level: config.logLevel,
    retentionDays: config.logRetentionDays,
    secrets: secretValues(config),
    writeLine: (line) => console.error(line),
    now: Date.now,
  });
  shutdown.undo(() => Promise.resolve(log.close()));
  shutdown.onSignal((name) => log.info(`Stopping on ${name}.`));
  logStrayErrors(log);
  const followed = settings.follow(log);
  shutdown.undo(() => Promise.resolve(followed.close()));
  const forgetHangup = onHangup(() => void followed.reload());
  shutdown.undo(() => Promise.resolve(forgetHangup()));
  const db = await openDatabase({
    dataDir: config.dataDir,
    ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
    ...(config.databaseReadUrl && { databaseReadUrl: config.databaseReadUrl }),
    poolSize: config.dbPoolSize,
    log: (message, fields) => log.info(message, fields),
    shared: "only",
  });
  shutdown.undo(() => db.close());
  await migrate(db);
  const hosts = config.simulated
    ? { baseUrls: [await startOwnExchange(shutdown)] }
    : binanceHosts(config);
  const context = createJobContext({
    db,
    hosts,
    log,
    signal: shutdown.stopping,
    config: { ...jobsConfig(config, await loadWebhookSecret(db, config)), runJobs: "all" },
  });
  const jobs = startJobs(context);
  shutdown.undo(() => stopInTime(jobs.stop()));
  if (db.embedded) shutdown.undo(endWithDatabase(db, shutdown));
  console.log(`working as ${context.owner}`);
}

/**
 * The built-in database ends with the process that holds it, and comes back at another port: a worker
 * that joined it ends too. A server at DATABASE_URL is waited for instead.
 */
function endWithDatabase(db: Database, shutdown: Shutdown): () => Promise<void> {
  let misses = 0;
  const look = () =>
    db.sql("select 1").then(() => misses = 0, () => {
      misses += 1;
      if (misses < 3 || shutdown.stopping.aborted) return;
      console.error("The built-in database was stopped by the process that holds it.");
      Deno.exit(1);
    });
  const timer = setInterval(look, 3_000);
  return () => Promise.resolve(clearInterval(timer));
}

async function startOwnExchange(shutdown: Shutdown): Promise<string> {
  const exchange = await startSimulatedExchange();
  shutdown.undo(() => exchange.close());
  return exchange.url;
}

async function stopInTime(stopped: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, JOBS_GRACE_MS);
  await Promise.race([stopped, promise]);
  clearTimeout(timer);
}

/** A connection that breaks at a bad moment must not end the worker: the next wake tries again. */
function logStrayErrors(log: FileLogger): void {
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error(`An error was caught by nobody: ${String(event.reason)}`);
  });
}

if (import.meta.main) await endProcess(await main(Deno.args));
