import {
  type Database,
  loadExchangeBlock,
  noteExchangeWeight,
  reserveExchangeWeight,
  saveExchangeBlock,
} from "../db/mod.ts";
import type { JobContext, JobsConfig, Logger } from "./context.ts";
import { type BinanceOptions, createBinance } from "./exchange/binance.ts";
import { openChannel } from "./messaging/open_channel.ts";

/** What differs from one entry point to the next. */
export interface JobContextParts {
  readonly db: Database;
  readonly config: JobsConfig;
  /** Where the exchange is, and the key for it. */
  readonly hosts: Pick<BinanceOptions, "baseUrls" | "productsUrl" | "apiKey">;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** The context of jobs outside tests: the real clock and chance, blocks remembered in the database. */
export function createJobContext(parts: JobContextParts): JobContext {
  const { db, config, hosts, log, signal } = parts;
  const exchange = createBinance({
    ...hosts,
    blocks: {
      load: (host) => loadExchangeBlock(db, host),
      save: (host, untilMs, reason) => saveExchangeBlock(db, { host, untilMs, reason }),
    },
    weights: (host) => ({
      reserve: (weight, ceiling) => reserveExchangeWeight(db, { host, weight, ceiling }),
      note: (used) => void noteExchangeWeight(db, { host, used }).catch(() => {}),
    }),
    now: Date.now,
    sleep: pause,
    random: Math.random,
    log,
  });
  const owner = `${Deno.hostname()}:${Deno.pid}:${crypto.randomUUID().slice(0, 8)}`;
  const channel = config.messaging && openChannel(config.messaging, { log, now: Date.now });
  return {
    db,
    exchange,
    log,
    signal,
    owner,
    config,
    now: Date.now,
    random: Math.random,
    ...(channel && { channel }),
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
