/**
 * The composition root: reads the environment, puts everything together, and takes it apart again.
 * Nothing imports this file.
 */
import { migrate, openDatabase } from "../db/mod.ts";
import type { JobsPort } from "../jobs/context.ts";
import { createJobContext } from "../jobs/create_job_context.ts";
import { startSimulatedExchange } from "../jobs/exchange/simulated.ts";
import { startJobs } from "../jobs/start_jobs.ts";
import { demoEnvironment, parseArguments, startHelp, UsageError } from "./arguments.ts";
import { bootstrapAdminKey } from "./auth/bootstrap_admin_key.ts";
import { loadSecrets, loadWebhookSecret } from "./auth/secrets.ts";
import { type Config, readEnvironment } from "./config.ts";
import { createApp } from "./create_app.ts";
import { endProcess } from "./end_process.ts";
import { onHangup } from "./hangup.ts";
import { binanceHosts, jobsConfig } from "./jobs_config.ts";
import { createLateJobs } from "./late_jobs.ts";
import { type FileLogger, openLog } from "./log.ts";
import { countStatement, createMetrics, type Metrics } from "./metrics/create_metrics.ts";
import { assertPortsFree, openEdge } from "./open_edge.ts";
import { type OpenSettings, openSettings } from "./open_settings.ts";
import { sayPlainly } from "./plain_error.ts";
import { printPrivately } from "./print_privately.ts";
import { readSettings } from "./read_settings.ts";
import { secretValues } from "./secret_values.ts";
import { createShutdown, type Shutdown } from "./shutdown.ts";
import { openCertificate } from "./tls/open_certificate.ts";
import { buildWebIfStale, WEB_FOLDER } from "./web_build.ts";

/** @returns the exit code: 0 stopped as asked, 1 failed with a sentence on stderr, 2 wrong usage */
async function main(args: readonly string[]): Promise<number> {
  const shutdown = createShutdown();
  try {
    const { help, demo } = parseArguments(args);
    if (help) {
      console.log(startHelp());
      return 0;
    }
    await serve(await openSettings(() => readTexts(demo)), shutdown);
    await shutdown.asked;
    return 0;
  } catch (error) {
    console.error(sayPlainly(error));
    return error instanceof UsageError ? 2 : 1;
  } finally {
    await shutdown.run();
  }
}

async function readTexts(demo: boolean): Promise<Record<string, string>> {
  const given = Deno.env.toObject();
  if (!demo) return await readSettings(given, Deno.cwd());
  return demoEnvironment(await readEnvironment(given, Deno.cwd()), given);
}

/** Serves until {@link Shutdown} undoes it; each step says how it is undone as soon as it is done. */
async function serve(settings: OpenSettings, shutdown: Shutdown): Promise<void> {
  const now = Date.now;
  const { config } = settings;
  assertPortsFree(config);
  const log = await openLog({
    file: config.logFile,
    level: config.logLevel,
    retentionDays: config.logRetentionDays,
    secrets: secretValues(config),
    writeLine: (line) => console.error(line),
    now,
  });
  shutdown.undo(() => Promise.resolve(log.close()));
  shutdown.onSignal((name) => log.info(`Stopping on ${name}.`));
  logStrayErrors(log);

  const certificate = await openCertificate(config, { log, now });
  shutdown.undo(() => Promise.resolve(certificate?.close()));
  const followed = settings.follow(log);
  shutdown.undo(() => Promise.resolve(followed.close()));
  const forgetHangup = onHangup(() => {
    void certificate?.look();
    void followed.reload();
  });
  shutdown.undo(() => Promise.resolve(forgetHangup()));
  const metrics = createMetrics();
  const [db] = await Promise.all([
    openMigrated(config, { log, shutdown, metrics }),
    buildWebIfStale((line) => log.info(line)),
  ]);
  const secrets = await loadSecrets(db, config);
  const adminKey = config.secrets().adminApiKey
    ? null
    : await bootstrapAdminKey(db, secrets.hashKey, now());
  const jobs = createLateJobs();
  const { stopping } = shutdown;
  const parts = { db, config, log, jobs, secrets, stopping, now, certificate, metrics };
  const app = await createApp(parts);
  const hosts = config.simulated
    ? { baseUrls: [await startOwnExchange(log, shutdown)] }
    : binanceHosts(config);
  const jobSettings = jobsConfig(config, await loadWebhookSecret(db, config));
  const context = createJobContext({ db, hosts, log, signal: stopping, config: jobSettings });
  const edge = await openEdge({ app, log, webFolder: WEB_FOLDER, certificate });
  shutdown.undo(async () => {
    await Promise.all([edge.stop(HTTP_GRACE_MS), stopJobs(jobs, log)]);
  });
  for (const url of edge.urls) console.log(`listening on ${url}`);
  if (adminKey !== null) printPrivately(`Admin API key, shown this once: ${adminKey}`);
  jobs.become(startJobs(context));
}

const HTTP_GRACE_MS = 5_000;
const JOBS_GRACE_MS = 7_000;

async function openMigrated(
  config: Config,
  { log, shutdown, metrics }: { log: FileLogger; shutdown: Shutdown; metrics: Metrics },
) {
  const db = await openDatabase({
    dataDir: config.dataDir,
    ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
    ...(config.databaseReadUrl && { databaseReadUrl: config.databaseReadUrl }),
    poolSize: config.dbPoolSize,
    log: (message, fields) => log.info(message, fields),
    onStatement: (ms, failed) => countStatement(metrics, ms, failed),
  });
  shutdown.undo(() => db.close());
  const applied = await migrate(db);
  if (applied.length > 0) log.info(`The database was brought up to date: ${applied.join(", ")}.`);
  return db;
}

async function startOwnExchange(log: FileLogger, shutdown: Shutdown): Promise<string> {
  const exchange = await startSimulatedExchange();
  shutdown.undo(() => exchange.close());
  log.info(`The market is simulated, at ${exchange.url}. No price in it is real.`);
  return exchange.url;
}

/** A training that does not let go in time is left to its lease: another process takes it up. */
async function stopJobs(jobs: JobsPort, log: FileLogger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    log.warn("A job did not stop in time. It goes on from what it has stored at the next start.");
    resolve();
  }, JOBS_GRACE_MS);
  await Promise.race([jobs.stop(), promise]);
  clearTimeout(timer);
}

/** A client that leaves at a bad moment must not end the process for all others. */
function logStrayErrors(log: FileLogger): void {
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    const error: unknown = event.reason;
    log.error(`An error was caught by nobody: ${String(error)}`, {
      stack: error instanceof Error ? error.stack : undefined,
    });
  });
}

if (import.meta.main) await endProcess(await main(Deno.args));
