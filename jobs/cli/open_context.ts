import { loadExchangeBlock, migrate, openDatabase, saveExchangeBlock } from "../../db/mod.ts";
import { type Config, loadConfig } from "../../server/config.ts";
import { readEnvironment } from "../../server/env_file.ts";
import { jobsConfig } from "../../server/jobs_config.ts";
import type { JobContext, Logger } from "../context.ts";
import { createBinance } from "../exchange/binance.ts";
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
  const config = loadConfig(await readEnvironment(Deno.env.toObject(), Deno.cwd()));
  const log = plainLog(line);
  const stack = new AsyncDisposableStack();
  try {
    const db = await openDatabase({
      dataDir: config.dataDir,
      ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
      poolSize: config.dbPoolSize,
      log: (message) => log.debug(message),
      shared: true,
    });
    stack.defer(() => db.close());
    await migrate(db);
    const exchange = createBinance({
      ...await exchangeHosts(config, stack),
      ...(config.binanceApiKey && { apiKey: config.binanceApiKey }),
      blocks: {
        load: (host) => loadExchangeBlock(db, host),
        save: (host, untilMs, reason) => saveExchangeBlock(db, { host, untilMs, reason }),
      },
      now: Date.now,
      sleep: pause,
      random: Math.random,
      log,
    });
    const context: JobContext = {
      db,
      exchange,
      log,
      signal,
      now: Date.now,
      random: Math.random,
      owner: `${Deno.hostname()}:${Deno.pid}:${crypto.randomUUID().slice(0, 8)}`,
      config: jobsConfig(config),
    };
    return { context, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function exchangeHosts(config: Config, stack: AsyncDisposableStack) {
  if (!config.simulated) {
    const { binanceBaseUrl: baseUrls, binanceProductsUrl: productsUrl } = config;
    return productsUrl ? { baseUrls, productsUrl } : { baseUrls };
  }
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

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal?.reason);
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  });
}
