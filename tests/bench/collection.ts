import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { type Database, migrate, openDatabase } from "../../db/mod.ts";
import { collectCandles } from "../../jobs/collect_candles.ts";
import { jobContext } from "../jobs/job_context.ts";
import type { BenchRow } from "./bench_row.ts";

const COINS = 50;
const YEARS_MS = 2 * 365 * 86_400_000;
const ROOT = new URL("../../", import.meta.url);
const COLUMNS = `crypto_id, open_time, open, high, low, close, volume, quote_volume, market_cap,
  trades, is_closed, source_id, repaired`;

/**
 * A first collection of 50 coins × 2 years: from the simulated exchange in a process of its own, over
 * HTTP, to rows in the embedded database, fsync on; then a bare COPY of the very same rows into the same
 * table, emptied.
 */
export async function collectionBench(log: (line: string) => void = () => {}): Promise<BenchRow[]> {
  const dataDir = await Deno.makeTempDir();
  const exchange = await startExchange();
  const db = await openDatabase({ dataDir, poolSize: 5 });
  try {
    await migrate(db);
    await warmUp(exchange.url);
    log(`collecting ${COINS} coins × 2 years`);
    const collectionStartMs = Date.now() - YEARS_MS;
    const context = jobContext({
      db,
      url: exchange.url,
      config: { topN: COINS, collectionStartMs },
    });
    const startedAt = performance.now();
    const { recordsWritten } = await collectCandles(context, { mode: "full" });
    const seconds = (performance.now() - startedAt) / 1000;
    log("copying the same rows");
    const copySeconds = await copyAgain(db);
    return judge(recordsWritten, seconds, copySeconds);
  } finally {
    await db.close();
    exchange.stop();
    await exchange.ended;
    await Deno.remove(dataDir, { recursive: true });
  }
}

function judge(rows: number, seconds: number, copySeconds: number): BenchRow[] {
  const rate = rows / seconds;
  const ratio = rate / (rows / copySeconds);
  return [
    {
      name: "collection end to end",
      value: rate,
      unit: "candles/s",
      peer: `bare COPY, ${Math.round(rows / copySeconds).toLocaleString("en-US")} rows/s`,
      ratio,
      target: ">= 15,000/s and ratio >= 0.2",
      ok: rate >= 15_000 && ratio >= 0.2,
    },
    {
      name: `${COINS} coins × 2 years (${rows.toLocaleString("en-US")} candles)`,
      value: seconds,
      unit: "s",
      peer: null,
      ratio: null,
      target: "< 90 s",
      ok: seconds < 90,
    },
  ];
}

async function startExchange() {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "jobs/cli/exchange.ts", "--port", "0"],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let text = "";
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("The simulated exchange did not start.");
    text += value;
  }
  await reader.cancel();
  const url = /listening on (\S+)/.exec(text)?.[1];
  if (!url) throw new Error(`The simulated exchange said "${text.trim()}".`);
  return { url, stop: () => child.kill("SIGTERM"), ended: child.status };
}

/** The simulated market is computed on first use, which is not what is measured. */
async function warmUp(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/v3/ticker/24hr`);
  await answer.arrayBuffer();
}

/** Seconds that COPY takes for all rows, from memory into the emptied table. */
async function copyAgain(db: Database): Promise<number> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    const chunks: Uint8Array[] = [];
    const out = client.query(copyTo(`copy candles (${COLUMNS}) to stdout`));
    for await (const chunk of out) chunks.push(chunk);
    await client.query("truncate candles");
    await client.query("checkpoint");
    const startedAt = performance.now();
    await pipeline(
      Readable.from(chunks),
      client.query(copyFrom(`copy candles (${COLUMNS}) from stdin`)),
    );
    return (performance.now() - startedAt) / 1000;
  } finally {
    await client.end();
  }
}
