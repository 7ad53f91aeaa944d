import { AssertionError } from "@std/assert";
import { type Database, loadExchangeBlock, saveExchangeBlock } from "../../db/mod.ts";
import type { JobContext, JobsConfig, Logger } from "../../jobs/context.ts";
import { createBinance } from "../../jobs/exchange/binance.ts";

/** One logged line of a job under test. */
export interface LoggedLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
}

/** A logger that keeps its lines. */
export function keepingLog(): Logger & { readonly lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const keep = (level: LoggedLine["level"]) => (message: string) =>
    void lines.push({ level, message });
  return {
    lines,
    debug: keep("debug"),
    info: keep("info"),
    warn: keep("warn"),
    error: keep("error"),
  };
}

export interface TestContextOptions {
  readonly db: Database;
  /** Base URL of an exchange. */
  readonly url: string;
  readonly now?: () => number;
  readonly log?: Logger;
  readonly signal?: AbortSignal;
  readonly config?: Partial<JobsConfig>;
  readonly owner?: string;
}

/** A context as the composition root makes it, over a test database and a simulated exchange. */
export function jobContext(options: TestContextOptions): JobContext {
  const now = options.now ?? Date.now;
  const { db } = options;
  const log = options.log ?? keepingLog();
  const exchange = createBinance({
    baseUrls: [options.url],
    blocks: {
      load: (host) => loadExchangeBlock(db, host),
      save: (host, untilMs, reason) => saveExchangeBlock(db, { host, untilMs, reason }),
    },
    now: Date.now,
    // Pauses between retries are of no interest here.
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 20))),
    random: Math.random,
    log,
  });
  return {
    db,
    exchange,
    now,
    random: Math.random,
    log,
    // A test that sets the clock sets that of slots and leases too.
    ...(options.now && { ownClock: true }),
    renewMs: 100,
    signal: options.signal ?? new AbortController().signal,
    owner: options.owner ?? `test:${crypto.randomUUID().slice(0, 8)}`,
    config: {
      dataDir: "",
      modelsDir: "",
      topN: 50,
      collectionStartMs: now() - 90 * 86_400_000,
      modelType: "LSTM",
      horizonHours: 24,
      sequenceLength: 168,
      trainingEngine: "auto",
      collectionSchedule: "5 * * * *",
      retrainSchedule: "0 2 * * 0",
      ...options.config,
    },
  };
}

/** Everything stored of every candle, for comparing whole tables. */
export async function candleTable(db: Database): Promise<string[]> {
  const rows = await db.sql<{ line: string }>(
    `select concat_ws(' ', c.symbol, extract(epoch from k.open_time), k.open, k.high, k.low, k.close,
       k.volume, k.quote_volume, k.market_cap, k.trades, k.is_closed, k.repaired) as line
     from candles k join cryptocurrencies c on c.id = k.crypto_id
     order by c.symbol, k.open_time`,
  );
  return rows.map((row) => row.line);
}

/** Compares two tables and tells the first line that differs, not all of them. */
export function assertSameTable(actual: readonly string[], expected: readonly string[]): void {
  const at = actual.findIndex((line, index) => line !== expected[index]);
  if (at < 0 && actual.length === expected.length) return;
  const line = at < 0 ? actual.length : at;
  throw new AssertionError(
    `The tables differ (${actual.length} and ${expected.length} rows), first in row ${line}:\n` +
      `  ${actual[line]}\n  ${expected[line]}`,
  );
}
