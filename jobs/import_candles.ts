import { basename } from "@std/path";
import {
  type CandleRow,
  type Cryptocurrency,
  detectGaps,
  ensureSource,
  findCryptocurrency,
  finishCollectionRun,
  quarantine,
  type Sql,
  startCollectionRun,
  updateCollectionRun,
  upsertCryptocurrencies,
  writeCandles,
} from "../db/mod.ts";
import { QUOTE_ASSET } from "./choose_universe.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { readArchive } from "./exchange/archive.ts";
import { readCandleCsv } from "./exchange/candle_csv.ts";
import type { CandleBatch, CandleFile, ImportedCandle } from "./exchange/candle_file.ts";
import { HOUR_MS } from "./hours.ts";
import { createProgressMeter, createThrottle } from "./progress_meter.ts";
import { toRow } from "./read_page.ts";
import { recordNewGaps } from "./record_new_gaps.ts";

export interface ImportResult {
  readonly file: string;
  readonly sha256: string;
  /** Whether a `.CHECKSUM` file beside it agreed, or there was none. */
  readonly checksum: "verified" | "absent";
  readonly symbols: readonly string[];
  /** Candles written. */
  readonly written: number;
  /** Candles of hours that were stored before and stay as they were. */
  readonly known: number;
  readonly quarantined: number;
  readonly newGaps: number;
}

type Counts = { written: number; known: number; quarantined: number };

/**
 * Imports one file of candles: CSV (`.gz` too) or one of Binance's archive zips, verified as a whole
 * before the first row is stored, and stored as a whole or not at all. Hours that are stored already
 * stay as they are. Coins that are not known yet are created and tracked until the universe is chosen
 * again. The file and its SHA-256 are the provenance of every candle.
 * @throws CandleFileError when the file cannot be used.
 */
export async function importCandles(
  context: JobContext,
  input: { readonly path: string },
  report: ReportProgress = () => {},
): Promise<ImportResult> {
  const { db } = context;
  const isArchive = input.path.toLowerCase().endsWith(".zip");
  const open = isArchive ? readArchive : readCandleCsv;
  const file = await open(input.path, { nowMs: context.now() });
  const run = await startCollectionRun(db, { mode: "import", startedAtMs: context.now() });
  const coins = new Map<string, Cryptocurrency>();
  try {
    const kind = isArchive ? "archive" : "csv";
    const counts = await db.transaction((tx) =>
      storeFile({ context, tx, file, kind, runId: run.id, coins, report })
    );
    const ranges = [...coins.values()].map((coin) => ({ coin, firstMs: 0, lastMs: Infinity }));
    const newGaps = await recordNewGaps(context, ranges);
    await updateCollectionRun(db, { id: run.id, addRecords: counts.written });
    await finishCollectionRun(db, { id: run.id, nowMs: context.now(), status: "completed" });
    const { name, sha256, checksum } = file;
    const symbols = [...coins.values()].map((coin) => coin.symbol);
    return { file: name, sha256, checksum, symbols, ...counts, newGaps };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const status = context.signal.aborted ? "interrupted" : "failed";
    await finishCollectionRun(db, { id: run.id, nowMs: context.now(), status, error: reason });
    throw error;
  }
}

interface FileTask {
  readonly context: JobContext;
  readonly tx: Sql;
  readonly file: CandleFile;
  readonly kind: "archive" | "csv";
  readonly runId: string;
  readonly coins: Map<string, Cryptocurrency>;
  readonly report: ReportProgress;
}

async function storeFile(task: FileTask): Promise<Counts> {
  const { context, tx, file, kind, report } = task;
  const sourceId = await ensureSource(tx, { kind, name: file.name, checksum: file.sha256 });
  const counts: Counts = { written: 0, known: 0, quarantined: 0 };
  const meter = createProgressMeter({
    total: null,
    unit: "candles",
    now: () => performance.now(),
  });
  const due = createThrottle(500, () => performance.now());
  for await (const batch of file.batches()) {
    context.signal.throwIfAborted();
    const bySymbol = Map.groupBy(batch.rows, (row) => coinSymbol(row.symbol));
    for (const [symbol, rows] of bySymbol) {
      await storeRows(task, { symbol, rows, sourceId, counts });
    }
    await setAside(task, batch, sourceId);
    counts.quarantined += batch.rejected.length;
    meter.add(batch.rows.length + batch.rejected.length);
    if (due()) report(meter.read(`Importing ${basename(file.name)}`));
  }
  return counts;
}

async function storeRows(
  task: FileTask,
  input: {
    readonly symbol: string;
    readonly rows: readonly ImportedCandle[];
    readonly sourceId: number;
    readonly counts: Counts;
  },
): Promise<void> {
  const coin = await coinFor(task, input.symbol);
  const rows = input.rows.map((row) => toRow(row.candle, coin.circulatingSupply));
  const fresh = await onlyMissing(task.tx, coin.id, rows);
  input.counts.known += rows.length - fresh.length;
  if (fresh.length === 0) return;
  const { sourceId } = input;
  const stored = await writeCandles(task.tx, { cryptoId: coin.id, sourceId, rows: fresh });
  input.counts.written += stored.inserted + stored.updated;
  input.counts.known += stored.unchanged;
}

async function onlyMissing(tx: Sql, cryptoId: number, rows: CandleRow[]): Promise<CandleRow[]> {
  const times = rows.map((row) => row.openTimeMs);
  const fromMs = times.reduce((a, b) => Math.min(a, b));
  const toMs = times.reduce((a, b) => Math.max(a, b));
  const missing = new Set<number>();
  for (const gap of await detectGaps(tx, { cryptoId, fromMs, toMs })) {
    for (let hour = gap.firstMs; hour <= gap.lastMs; hour += HOUR_MS) missing.add(hour);
  }
  return rows.filter((row) => missing.has(row.openTimeMs));
}

/** `BTCUSDT` is the market of BTC; a file may name either. */
export function coinSymbol(symbol: string): string {
  const upper = symbol.toUpperCase();
  return upper.length > QUOTE_ASSET.length && upper.endsWith(QUOTE_ASSET)
    ? upper.slice(0, -QUOTE_ASSET.length)
    : upper;
}

async function coinFor({ tx, coins }: FileTask, symbol: string): Promise<Cryptocurrency> {
  const known = coins.get(symbol) ?? await findCryptocurrency(tx, symbol);
  const coin = known ?? (await upsertCryptocurrencies(tx, [{
    symbol,
    name: symbol,
    exchangeSymbol: `${symbol}${QUOTE_ASSET}`,
    circulatingSupply: null,
    marketCap: null,
    quoteVolume24h: null,
    rank: null,
    rankedBy: null,
    isTracked: true,
  }]))[0]!;
  coins.set(symbol, coin);
  return coin;
}

async function setAside(task: FileTask, batch: CandleBatch, sourceId: number): Promise<void> {
  if (batch.rejected.length === 0) return;
  await quarantine(
    task.tx,
    batch.rejected.map(({ symbol, line, raw, reason }) => ({
      symbol: symbol === null ? null : coinSymbol(symbol),
      raw: { line, raw },
      reason,
      sourceId,
      runId: task.runId,
    })),
  );
}
