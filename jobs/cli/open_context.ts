import { migrate, openDatabase } from "../../db/mod.ts";
import { loadWebhookSecret } from "../../server/auth/secrets.ts";
import { type Config, loadConfig } from "../../server/config.ts";
import { binanceHosts, jobsConfig } from "../../server/jobs_config.ts";
import { readSettings } from "../../server/read_settings.ts";
import type { JobContext, Logger } from "../context.ts";
import { createJobContext } from "../create_job_context.ts";
import { startSimulatedExchange } from "../exchange/simulated.ts";
import type { ProgressLine } from "./progress_line.ts";

export interface OpenedContext extends AsyncDisposable {
  readonly context: JobContext;
}

/**
 * Puts together what a command needs, from the environment: the database, that of a running server
 * where one holds the data directory, and the exchange. Disposing takes it apart again.
 */
export async function openContext(
  signal: AbortSignal,
  line: ProgressLine,
): Promise<OpenedContext> {
  const config = loadConfig(await readSettings(Deno.env.toObject(), Deno.cwd()));
  const log = plainLog(line);
  const stack = new AsyncDisposableStack();
  try {
    const db = await openDatabase({
      dataDir: config.dataDir,
      ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
      ...(config.databaseReadUrl && { databaseReadUrl: config.databaseReadUrl }),
      poolSize: config.dbPoolSize,
      log: (message) => log.debug(message),
      shared: true,
    });
    stack.defer(() => db.close());
    await migrate(db);
    const hosts = await exchangeHosts(config, stack);
    const settings = jobsConfig(config, await loadWebhookSecret(db, config));
    const context = createJobContext({ db, hosts, log, signal, config: settings });
    return { context, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function exchangeHosts(config: Config, stack: AsyncDisposableStack) {
  if (!config.simulated) return binanceHosts(config);
  const simulated = await startSimulatedExchange();
  stack.defer(() => simulated.close());
  return { baseUrls: [simulated.url] };
}

/** Warnings stay on the screen; the rest is told by the progress. */
function plainLog(line: ProgressLine): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (message) => line.say(`warning: ${message}`),
    error: (message) => line.say(`error: ${message}`),
  };
}
