import { type CandleRow, detectGaps, readCandles, type Sql, writeCandles } from "../../db/mod.ts";
import { HOUR_MS } from "../helpers/market_rows.ts";
import type { BenchRow } from "./bench_row.ts";
import {
  middleCoin,
  openScaleMarkets,
  SCALE_COINS,
  type ScaleMarket,
  type ScaleMarkets,
} from "./scale_market.ts";

/** 100 coins × 2.3 years; 50,000,000 rows are 57 years. */
const ROWS = 2_000_000;
const QUERY_RUNS = 40;
const WRITTEN_COINS = 10;
const PAGE = 1000;
const PAGES = 9;
const HOURLY_RUNS = 48;

export interface ScaleOptions {
  /** Of the large table; at least a thousand hours of a hundred coins. */
  readonly rows?: number;
  /** Of a thousand hours that are written to each of ten coins. */
  readonly pages?: number;
  /** Hours that are written of every coin. */
  readonly hourlyRuns?: number;
}

/**
 * The three main queries and the writing of candles in a large table, beside a table by months and
 * an empty table of the same run.
 */
export async function scaleBench(
  log: (line: string) => void = () => {},
  options: ScaleOptions = {},
): Promise<BenchRow[]> {
  const hours = Math.max(1000, Math.floor((options.rows ?? ROWS) / SCALE_COINS));
  const dataDir = await Deno.makeTempDir();
  try {
    const markets = await openScaleMarkets(dataDir, hours, log);
    try {
      log("reading");
      const reading = await measureReading(markets, hours);
      log("writing");
      return [...reading, ...await measureWriting(markets, hours, options)];
    } finally {
      await markets.close();
    }
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

interface Query {
  readonly name: string;
  /** Pages of the database that it may look at, however many rows there are. */
  readonly mostPages: number;
  run(sql: Sql): Promise<unknown>;
}

/** What the overview, a chart and the collection ask, of the newest hours and of all of them. */
export function mainQueries(market: Pick<ScaleMarket, "coins">, hours: number): Query[] {
  const { id: cryptoId, symbol } = middleCoin(market.coins);
  const toMs = (hours - 1) * HOUR_MS;
  const latest = `select c.symbol, l.* from cryptocurrencies c cross join lateral (
      select * from candles where crypto_id = c.id order by open_time desc limit 1) l
    where c.rank <= 50`;
  const week = { symbol, fromMs: toMs - 167 * HOUR_MS, toMs, interval: "1h", limit: 168 } as const;
  return [
    { name: "latest row of 50 coins", mostPages: 400, run: (sql) => sql.sql(latest) },
    { name: "168 hours of one coin", mostPages: 250, run: (sql) => readCandles(sql, week) },
    {
      name: "gaps of one coin",
      mostPages: 1500,
      run: (sql) => detectGaps(sql, { cryptoId, fromMs: 0, toMs }),
    },
  ];
}

async function measureReading(
  { full, monthly }: ScaleMarkets,
  hours: number,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const query of mainQueries(full, hours)) {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let run = 0; run < QUERY_RUNS; run++) {
      ours.push(await milliseconds(() => query.run(full.db)));
      theirs.push(await milliseconds(() => query.run(monthly.db)));
    }
    const value = median(ours);
    rows.push({
      name: `${query.name}, ${millions(hours)} rows`,
      value,
      unit: "ms",
      peer: `by months ${median(theirs).toFixed(1)} ms`,
      ratio: value / median(theirs),
      target: "< 20 ms",
      ok: value < 20,
    });
    const pages = await pagesOf(full.db, query);
    rows.push({
      name: `${query.name}, pages looked at`,
      value: pages,
      peer: `by months ${await pagesOf(monthly.db, query)}`,
      target: `<= ${query.mostPages}`,
      ok: pages <= query.mostPages,
    });
  }
  return rows;
}

/** Pages of 8 kB that a query looks at, in memory or on disk: the same on any machine. */
async function pagesOf(db: Sql, query: Query): Promise<number> {
  let asked: { readonly text: string; readonly params: readonly unknown[] } | undefined;
  await query.run({
    sql: (text, params = []) => {
      asked = { text, params };
      return Promise.resolve([]);
    },
  });
  const explained = await db.sql<{ "QUERY PLAN": { Plan: Record<string, number> }[] }>(
    `explain (analyze, buffers, format json) ${asked!.text}`,
    asked!.params,
  );
  const plan = explained[0]!["QUERY PLAN"][0]!.Plan;
  return plan["Shared Hit Blocks"]! + plan["Shared Read Blocks"]!;
}

/** The tables take turns, page by page: a slow moment of the machine falls on all of them. */
async function measureWriting(
  markets: ScaleMarkets,
  hours: number,
  { pages = PAGES, hourlyRuns = HOURLY_RUNS }: ScaleOptions,
): Promise<BenchRow[]> {
  const { full, monthly, empty } = markets;
  const tables = [empty, full, monthly];
  const bulk = tables.map(() => [] as number[]);
  for (let page = 0; page < pages; page++) {
    for (let coin = 0; coin < WRITTEN_COINS; coin++) {
      const rows = rowsFrom(hours + page * PAGE, PAGE);
      for (const at of turn(page + coin)) {
        bulk[at]!.push(await milliseconds(() => write(tables[at]!, coin, rows)));
      }
    }
  }
  const hourly = await measureHours(tables, hours + pages * PAGE, hourlyRuns);
  return [
    writingRow(`write ${millions(hours)} rows' next, 1,000 a page`, bulk, PAGE),
    writingRow(`write ${millions(hours)} rows' next hour of 100 coins`, hourly, SCALE_COINS),
  ];
}

function turn(at: number): number[] {
  return [0, 1, 2].map((step) => (at + step) % 3);
}

async function write(
  { db, coins, sourceId }: ScaleMarket,
  coin: number,
  rows: readonly CandleRow[],
): Promise<void> {
  await writeCandles(db, { cryptoId: coins[coin]!.id, sourceId, rows });
}

/** Milliseconds that each table took for each hour: a row of every coin, each in a transaction. */
async function measureHours(
  tables: readonly ScaleMarket[],
  fromHour: number,
  runs: number,
): Promise<number[][]> {
  const times = tables.map(() => new Array<number>(runs).fill(0));
  for (let run = 0; run < runs; run++) {
    const rows = rowsFrom(fromHour + run, 1);
    for (let coin = 0; coin < SCALE_COINS; coin++) {
      for (const at of turn(run + coin)) {
        times[at]![run]! += await milliseconds(() => write(tables[at]!, coin, rows));
      }
    }
  }
  return times;
}

/** Medians: a page that met a checkpoint or another program's moment counts as one of many. */
function writingRow(name: string, [empty, full, monthly]: number[][], rows: number): BenchRow {
  const rate = (times: number[]) => rows / (median(times) / 1000);
  const [value, alone, byMonths] = [full, empty, monthly].map((times) => rate(times!));
  const ratio = value! / alone!;
  return {
    name,
    value: value!,
    unit: "rows/s",
    peer: `empty table ${alone!.toFixed(0)}; by months ${byMonths!.toFixed(0)}`,
    ratio,
    target: "ratio >= 0.8",
    ok: ratio >= 0.8,
  };
}

function rowsFrom(hour: number, count: number): CandleRow[] {
  return Array.from({ length: count }, (_, at) => {
    const price = 200 + 50 * Math.sin((hour + at) / 99);
    return {
      openTimeMs: (hour + at) * HOUR_MS,
      open: price.toFixed(8),
      high: (price * 1.01).toFixed(8),
      low: (price * 0.99).toFixed(8),
      close: (price * 1.001).toFixed(8),
      volume: (price * 17.3).toFixed(8),
      quoteVolume: (price * price * 17.3).toFixed(8),
      marketCap: (price * 1e9).toFixed(2),
      trades: 1000 + at,
      isClosed: true,
    };
  });
}

function millions(hours: number): string {
  return `${((hours * SCALE_COINS) / 1e6).toLocaleString("en-US")}M`;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
