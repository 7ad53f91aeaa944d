import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import {
  type CandleRow,
  type Cryptocurrency,
  type Database,
  detectGaps,
  ensureSource,
  migrate,
  openDatabase,
  readCandles,
  readOverview,
  readSeries,
  upsertCryptocurrencies,
  writeCandles,
} from "../../db/mod.ts";
import { coinInput, HOUR_MS, START_MS } from "../helpers/market_rows.ts";
import type { BenchRow } from "./bench_row.ts";

const COINS = 50;
/** Two years: 50 coins make 876,000 rows. */
const HOURS = 17_520;
const WRITTEN_COINS = 10;

/** Writing, reading and searching 50 coins × 2 years in the embedded database, fsync on. */
export async function databaseBench(log: (line: string) => void = () => {}): Promise<BenchRow[]> {
  const dataDir = await Deno.makeTempDir();
  const db = await openDatabase({ dataDir, poolSize: 5 });
  try {
    await migrate(db);
    const inputs = Array.from({ length: COINS }, (_, at) => coinInput(`C${at}`, at + 1));
    const coins = await upsertCryptocurrencies(db, inputs);
    const sourceId = await ensureSource(db, { kind: "csv", name: "bench" });
    log(`writing ${WRITTEN_COINS} coins × ${HOURS} hours, then the same by COPY`);
    const writing = await measureWriting(db, coins, sourceId);
    log(`filling ${COINS} coins × ${HOURS} hours`);
    await fill(db, sourceId);
    log("reading");
    return [...writing, ...await measureQueries(db, coins), await measureSeries(db)];
  } finally {
    await db.close();
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function measureWriting(
  db: Database,
  coins: readonly Cryptocurrency[],
  sourceId: number,
): Promise<BenchRow[]> {
  const written = coins.slice(0, WRITTEN_COINS);
  const pages = written.map((coin) => ({ coin, rows: candlesOf(coin) }));
  const count = WRITTEN_COINS * HOURS;
  const ours: number[] = [];
  const copies: number[] = [];
  // In turns, so that a slow moment of the machine falls on both.
  for (let round = 0; round < 3; round++) {
    await db.sql("truncate candles");
    ours.push(count / await seconds(() => writePages(db, pages, sourceId)));
    await db.sql("truncate candles");
    const lines = pages.map(({ coin, rows }) => copyLines(coin, rows, sourceId));
    copies.push(count / await seconds(() => bareCopy(db, lines)));
  }
  const value = median(ours);
  const ratio = value / median(copies);
  return [{
    name: "write candles, 1,000 a page",
    value,
    unit: "rows/s",
    peer: "bare COPY",
    ratio,
    target: ">= 40,000 rows/s",
    ok: value >= 40_000,
  }];
}

async function writePages(
  db: Database,
  pages: readonly { coin: Cryptocurrency; rows: readonly CandleRow[] }[],
  sourceId: number,
): Promise<void> {
  for (const { coin, rows } of pages) {
    for (let from = 0; from < rows.length; from += 1000) {
      const page = rows.slice(from, from + 1000);
      await writeCandles(db, { cryptoId: coin.id, sourceId, rows: page });
    }
  }
}

/** What is written is in the same table, with the same checks and index, in one transaction. */
async function bareCopy(db: Database, lines: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  const copy = client.query(copyFrom(
    `copy candles (crypto_id, open_time, open, high, low, close, volume, quote_volume, market_cap,
       trades, is_closed, repaired, source_id) from stdin`,
  ));
  await pipeline(Readable.from(lines), copy);
  await client.end();
}

async function fill(db: Database, sourceId: number): Promise<void> {
  await db.sql("truncate candles");
  for (let part = 0; part < 5; part++) {
    await db.sql(
      `insert into candles (crypto_id, open_time, open, high, low, close, volume, quote_volume,
         market_cap, trades, is_closed, repaired, source_id)
       select c.id, to_timestamp($1::float8 / 1000) + h * interval '1 hour', p, p + 1, p - 1, p, 12.5,
         p * 12.5, p * 1000, 42, true, false, $2
       from cryptocurrencies c, generate_series(0, $3 - 1) h,
         lateral (select round((200 + 50 * sin(h / 99.0) + c.id)::numeric, 8) as p) price
       where c.id % 5 = $4 and h % 1000 <> 999`,
      [START_MS, sourceId, HOURS, part],
    );
  }
  await db.sql("analyze candles");
  await db.sql("checkpoint");
}

async function measureQueries(
  db: Database,
  coins: readonly Cryptocurrency[],
): Promise<BenchRow[]> {
  const toMs = START_MS + (HOURS - 1) * HOUR_MS;
  const { id: cryptoId, symbol } = coins[COINS / 2]!;
  const latest = `select c.symbol, l.* from cryptocurrencies c cross join lateral (
      select * from candles where crypto_id = c.id order by open_time desc limit 1) l`;
  const week = { symbol, fromMs: toMs - 167 * HOUR_MS, toMs, interval: "1h", limit: 168 } as const;
  return [
    await queryRow("latest row of 50 coins", 15, () => db.sql(latest)),
    await queryRow("168 hours of one coin", 15, () => readCandles(db, week)),
    await queryRow(
      "gaps of one coin",
      15,
      () => detectGaps(db, { cryptoId, fromMs: START_MS, toMs }),
    ),
    await queryRow("overview of 50 coins", null, () => readOverview(db)),
  ];
}

/** Median of many: the first runs warm the cache. */
async function queryRow(
  name: string,
  targetMs: number | null,
  query: () => Promise<unknown>,
): Promise<BenchRow> {
  const times: number[] = [];
  for (let run = 0; run < 40; run++) times.push(await seconds(query) * 1000);
  const value = median(times.slice(5));
  const target = targetMs === null ? null : `< ${targetMs} ms`;
  const ok = targetMs === null ? null : value < targetMs;
  return { name: `${name}, 876k rows`, value, unit: "ms", peer: null, ratio: null, target, ok };
}

async function measureSeries(db: Database): Promise<BenchRow> {
  const symbols = Array.from({ length: 20 }, (_, at) => `C${at}`);
  const value = await seconds(() => readSeries(db, { symbols }));
  const name = "read 20 coins × 2 years for training";
  return { name, value, unit: "s", peer: null, ratio: null, target: "< 2 s", ok: value < 2 };
}

function candlesOf(coin: Cryptocurrency): CandleRow[] {
  return Array.from({ length: HOURS }, (_, hour) => {
    const price = 200 + 50 * Math.sin(hour / 99) + coin.id;
    return {
      openTimeMs: START_MS + hour * HOUR_MS,
      open: price.toFixed(8),
      high: (price * 1.01).toFixed(8),
      low: (price * 0.99).toFixed(8),
      close: (price * 1.001).toFixed(8),
      volume: (price * 17.3).toFixed(8),
      quoteVolume: (price * price * 17.3).toFixed(8),
      marketCap: (price * 1e9).toFixed(2),
      trades: 1000 + hour,
      isClosed: true,
    };
  });
}

function copyLines(coin: Cryptocurrency, rows: readonly CandleRow[], sourceId: number): string {
  return rows.map((row) =>
    [
      coin.id,
      new Date(row.openTimeMs).toISOString(),
      row.open,
      row.high,
      row.low,
      row.close,
      row.volume,
      row.quoteVolume,
      row.marketCap,
      row.trades,
      "t",
      "f",
      sourceId,
    ].join("\t") + "\n"
  ).join("");
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
