import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  candleSpans,
  countGaps,
  countQuarantined,
  latestCollectionRun,
  listCryptocurrencies,
  listGaps,
} from "../../db/mod.ts";
import { collectCandles } from "../../jobs/collect_candles.ts";
import type { JobContext, JobProgress } from "../../jobs/context.ts";
import { ExchangeError } from "../../jobs/exchange/exchange.ts";
import { startSimulatedExchange } from "../../jobs/exchange/simulated.ts";
import { ADMIN_PATH } from "../../jobs/exchange/simulated/server.ts";
import { HOUR_MS, hourOf, lastClosedHour } from "../../jobs/hours.ts";
import { repairGaps } from "../../jobs/repair_gaps.ts";
import { testDatabase } from "../helpers/database.ts";
import {
  assertSameTable,
  candleTable,
  jobContext,
  keepingLog,
  type TestContextOptions,
} from "./job_context.ts";

/** A fixed moment in the middle of an hour: two databases filled at it hold the same. */
const NOW = Date.parse("2026-03-10T12:20:00Z");
const DAY_MS = 24 * HOUR_MS;

/** One exchange for the file: making its market takes longer than a collection. */
let exchangeNow = NOW;
const exchange = await startSimulatedExchange({ now: () => exchangeNow });
globalThis.addEventListener("unload", () => exchange.close());

async function setFaults(faults: string): Promise<void> {
  const answer = await fetch(`${exchange.url}${ADMIN_PATH}`, { method: "POST", body: faults });
  await answer.body?.cancel();
}

async function world(faults = "", options: Partial<TestContextOptions> = {}) {
  exchangeNow = NOW;
  await setFaults(faults);
  const stack = new AsyncDisposableStack();
  const db = stack.use(await testDatabase());
  const config = { topN: 4, collectionStartMs: NOW - 100 * DAY_MS, ...options.config };
  const now = () => exchangeNow;
  const context = jobContext({ db, url: exchange.url, now, ...options, config });
  return { db, context, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Counts the candles that are asked for. */
function countingContext(context: JobContext) {
  const hours: string[] = [];
  const exchange = {
    ...context.exchange,
    fetchKlines: (async (request, signal) => {
      const page = await context.exchange.fetchKlines(request, signal);
      for (let ms = request.fromMs; ms <= request.toMs && request.limit !== 1; ms += HOUR_MS) {
        hours.push(`${request.symbol} ${ms}`);
      }
      return page;
    }) as JobContext["exchange"]["fetchKlines"],
  };
  return { hours, context: { ...context, exchange } };
}

let reference: Promise<string[]> | undefined;

/** What an undisturbed collection stores. */
function undisturbedTable(): Promise<string[]> {
  reference ??= (async () => {
    await using calm = await world();
    await collectCandles(calm.context, { mode: "full" });
    return await candleTable(calm.db);
  })();
  return reference;
}

Deno.test("a collection stores every hour of the universe, the open hour as provisional", async () => {
  await using w = await world();
  const result = await collectCandles(w.context, { mode: "full" });
  assertEquals(result.status, "completed");
  assertEquals(result.coins, 4);
  const hours = 100 * 24 - 1;
  const spans = await candleSpans(w.db);
  for (const span of spans) {
    assertEquals(span.lastMs, lastClosedHour(NOW));
    assertEquals(span.count, hours);
  }
  const open = await w.db.sql<{ openTime: number; count: number }>(
    `select open_time as "openTime", count(*) as count from candles where not is_closed group by 1`,
  );
  assertEquals(open, [{ openTime: hourOf(NOW), count: 4 }]);
  assertEquals(result.recordsWritten, 4 * (hours + 1));
  const run = await latestCollectionRun(w.db);
  assertEquals(run?.status, "completed");
  assertEquals(run?.recordsWritten, result.recordsWritten);
  assertEquals(await countGaps(w.db), { open: 0, outages: 0, repaired: 0 });
});

Deno.test("each candle has the market cap of its close, and the listing date is learned", async () => {
  await using w = await world();
  await collectCandles(w.context, { mode: "full" });
  const [bad] = await w.db.sql<{ count: number }>(
    `select count(*) as count from candles k join cryptocurrencies c on c.id = k.crypto_id
     where k.market_cap is null or abs(k.market_cap / (k.close * c.circulating_supply) - 1) > 1e-9`,
  );
  assertEquals(bad?.count, 0);
  const coins = await listCryptocurrencies(w.db, { trackedOnly: true });
  assert(coins.every((coin) => coin.listedAtMs !== null && coin.listedAtMs % HOUR_MS === 0));
});

Deno.test("a second run asks for the open hour only, and replaces it once it is closed", async () => {
  await using w = await world();
  await collectCandles(w.context, { mode: "full" });
  const again = countingContext(w.context);
  await collectCandles(again.context, { mode: "full" });
  assertEquals(again.hours.length, 4);
  assert(again.hours.every((hour) => hour.endsWith(` ${hourOf(NOW)}`)));

  exchangeNow = NOW + HOUR_MS;
  const later = countingContext(w.context);
  await collectCandles(later.context, { mode: "forward" });
  assertEquals(later.hours.length, 8);
  const [stored] = await w.db.sql<{ closed: number; open: number }>(
    `select count(*) filter (where is_closed and open_time = to_timestamp($1)) as closed,
       count(*) filter (where not is_closed) as open from candles`,
    [hourOf(NOW) / 1000],
  );
  assertEquals(stored, { closed: 4, open: 4 });
});

Deno.test("forward and backward keep to their side of what is stored", async () => {
  await using w = await world();
  const range = { fromMs: NOW - 60 * DAY_MS, toMs: NOW - 50 * DAY_MS };
  await collectCandles(w.context, { mode: "full", ...range });
  const first = (await candleSpans(w.db))[0]!;
  assertEquals(first.count, 240);

  await collectCandles(w.context, { mode: "backward" });
  const older = (await candleSpans(w.db))[0]!;
  assertEquals(older.firstMs, Date.parse("2025-11-30T13:00:00Z"));
  assertEquals(older.lastMs, first.lastMs);

  await collectCandles(w.context, { mode: "forward" });
  assertSameTable(await candleTable(w.db), await undisturbedTable());
});

Deno.test("shuffled and duplicated pages give the same table", async () => {
  await using w = await world("shuffle:0.7,duplicate:0.7");
  await collectCandles(w.context, { mode: "full" });
  assertSameTable(await candleTable(w.db), await undisturbedTable());
});

Deno.test("server errors, resets and cut answers still give complete data", async () => {
  await using w = await world("5xx:0.08,reset:0.05,truncate:0.05,garbage:0.03");
  for (let attempt = 0; attempt < 3; attempt++) {
    const result = await collectCandles(w.context, { mode: "full" });
    if (result.failures.length === 0) break;
  }
  await repairGaps(w.context, {});
  assertSameTable(await candleTable(w.db), await undisturbedTable());
});

Deno.test("a bad row is quarantined with its reason, and the rest of its page is stored", async () => {
  await using w = await world("badrow:0.5");
  const result = await collectCandles(w.context, { mode: "full" });
  assert(result.quarantined > 0);
  assertEquals(await countQuarantined(w.db), result.quarantined);
  const rows = await w.db.sql<{ reason: string }>("select reason from quarantined_candles");
  assert(rows.every((row) => row.reason.length > 10));
  const stored = (await candleSpans(w.db)).reduce((sum, span) => sum + span.count, 0);
  const expected = (await undisturbedTable()).length - 4;
  assert(stored < expected && stored >= expected - result.quarantined);
});

Deno.test("rows that went missing on the way are our own miss: repaired, and marked so", async () => {
  await using w = await world("drop");
  const result = await collectCandles(w.context, { mode: "full" });
  assert(result.newGaps > 100);
  await setFaults("drop:0.1");
  const repaired = await repairGaps(w.context, {});
  assertEquals(repaired.outages, 0);
  assertEquals(repaired.open, 0);
  assert(repaired.repaired > 0);
  const [marked] = await w.db.sql<{ count: number }>(
    "select count(*) as count from candles where repaired",
  );
  assertEquals(marked?.count, repaired.candles);
  await setFaults("");
  // The oldest and the newest hours lie outside what is stored: collection's part, not repair's.
  await collectCandles(w.context, { mode: "full" });
  const unmarked = (line: string) => line.replace(/ [tf]$/, "");
  assertSameTable(
    (await candleTable(w.db)).map(unmarked),
    (await undisturbedTable()).map(unmarked),
  );
});

Deno.test("an outage of the exchange is recorded after asking again, and never filled", async () => {
  await using w = await world("outage:*:2026-01-05T03/2026-01-05T10");
  const result = await collectCandles(w.context, { mode: "full" });
  assertEquals(result.newGaps, 4);
  const open = await listGaps(w.db, { status: "open" });
  assertEquals(open.map((gap) => gap.hours), [7, 7, 7, 7]);
  const repaired = await repairGaps(w.context, {});
  assertEquals(repaired.outages, 4);
  assertEquals(repaired.candles, 0);
  assertEquals(await countGaps(w.db), { open: 0, outages: 4, repaired: 0 });

  const again = countingContext(w.context);
  await collectCandles(again.context, { mode: "full" });
  await repairGaps(again.context, {});
  assertEquals(again.hours.length, 4, "a known outage is not asked for again");
});

Deno.test("rows that were lost from the table come back as repaired ones", async () => {
  await using w = await world();
  await collectCandles(w.context, { mode: "full" });
  await w.db.sql(
    `delete from candles where open_time between '2026-01-01 05:00Z' and '2026-01-01 09:00Z'`,
  );
  const result = await collectCandles(w.context, { mode: "repair" });
  assertEquals(result.recordsWritten, 20);
  const rows = await w.db.sql<{ openTime: number }>(
    `select distinct open_time as "openTime" from candles where repaired order by 1`,
  );
  assertEquals(
    rows.map((row) => row.openTime),
    [5, 6, 7, 8, 9].map((h) => Date.UTC(2026, 0, 1, h)),
  );
});

Deno.test("a barred address ends the run at once, with advice, and the run says so", async () => {
  await using w = await world("451");
  const error = await assertRejects(
    () => collectCandles(w.context, { mode: "full" }),
    ExchangeError,
  );
  assertEquals(error.kind, "barred");
  const run = await latestCollectionRun(w.db);
  assertEquals(run?.status, "failed");
  assertEquals(run?.error, error.message);
  assert(error.message.includes("BINANCE_BASE_URL"), error.message);
});

Deno.test("an error of one coin is recorded and the others are collected", async () => {
  await using w = await world();
  const broken: JobContext = {
    ...w.context,
    exchange: {
      ...w.context.exchange,
      fetchKlines: (request, signal) =>
        request.symbol === "ETHUSDT"
          ? Promise.reject(new ExchangeError("rejected", "Invalid symbol."))
          : w.context.exchange.fetchKlines(request, signal),
    },
  };
  const result = await collectCandles(broken, { mode: "full" });
  assertEquals(result.failures, [{ symbol: "ETH", reason: "Invalid symbol." }]);
  const spans = await candleSpans(w.db);
  assertEquals(spans.filter((span) => span.count > 0).length, 3);
  assertEquals((await latestCollectionRun(w.db))?.error, "ETH: Invalid symbol.");
});

Deno.test("a stopped run keeps what it has stored and the next one completes it", async () => {
  const stop = new AbortController();
  const config = { topN: 12, collectionStartMs: NOW - 100 * DAY_MS };
  await using w = await world("", { signal: stop.signal, config });
  const pages = countingContext(w.context);
  const stopping: JobContext = {
    ...pages.context,
    exchange: {
      ...pages.context.exchange,
      fetchKlines: (request, signal) => {
        if (pages.hours.length > 8000) stop.abort(new Error("stop"));
        return pages.context.exchange.fetchKlines(request, signal);
      },
    },
  };
  await collectCandles(stopping, { mode: "full" }).catch(() => {});
  assertEquals((await latestCollectionRun(w.db))?.status, "interrupted");
  const spans = await candleSpans(w.db);
  const stored = spans.reduce((sum, span) => sum + span.count, 0);
  assert(stored > 0 && stored < 12 * 2400, `${stored}`);

  const rest = countingContext({ ...w.context, signal: new AbortController().signal });
  await collectCandles(rest.context, { mode: "full" });
  const table = await candleTable(w.db);
  assertEquals(table.length, 12 * 2400);
  assertEquals(rest.hours.length, table.length - stored);
});

Deno.test("progress counts to the end with a rate, and is stored in the run", async () => {
  await using w = await world();
  const seen: JobProgress[] = [];
  await collectCandles(w.context, { mode: "full" }, (progress) => seen.push(progress));
  assertEquals(seen[0]?.done, 0);
  const run = await latestCollectionRun(w.db);
  const total = (await undisturbedTable()).length;
  assertEquals(seen.at(-1)?.done, total);
  assertEquals(run?.progress.done, total);
  assertEquals(run?.progress.total, total);
  assertEquals(run?.progress.unit, "candles");
});

Deno.test("a coin can be asked for by name, and a stablecoin is refused with the reason", async () => {
  await using w = await world("", { config: { topN: 1, collectionStartMs: NOW - 5 * DAY_MS } });
  const result = await collectCandles(w.context, { mode: "full", symbols: ["DOGE"] });
  assertEquals(result.coins, 1);
  const doge = (await listCryptocurrencies(w.db)).find((coin) => coin.symbol === "DOGE");
  assertEquals(doge?.isTracked, false);
  await assertRejects(
    () => collectCandles(w.context, { mode: "full", symbols: ["USDC"] }),
    Error,
    "USDC is left out: stablecoin",
  );
});

Deno.test("an exchange without supplies is ranked by volume, with a warning", async () => {
  const log = keepingLog();
  await using w = await world("", { log });
  const poor: JobContext = {
    ...w.context,
    exchange: { ...w.context.exchange, listSupplies: () => Promise.resolve(new Map()) },
  };
  await collectCandles(poor, { mode: "full" });
  const coins = await listCryptocurrencies(w.db, { trackedOnly: true });
  assertEquals(coins.map((coin) => coin.rankedBy), Array(4).fill("quote_volume"));
  assert(log.lines.some((line) => line.level === "warn" && /quote volume/.test(line.message)));
});
