import { assert, assertEquals, assertGreaterOrEqual, assertLess } from "@std/assert";
import {
  type Database,
  ensureDefaultRules,
  ensureSource,
  listCryptocurrencies,
  LIVE_ALERTS_SETTING,
  readLiveFeed,
  upsertCryptocurrencies,
  watchLivePrices,
  writeCandles,
  writeSetting,
} from "../../db/mod.ts";
import { defaultRules } from "../../jobs/alerts/default_rules.ts";
import { createJobContext } from "../../jobs/create_job_context.ts";
import { startSimulatedExchange } from "../../jobs/exchange/simulated.ts";
import { followLivePrices, type LivePace, pollLivePrices } from "../../jobs/live_prices.ts";
import { testDatabase } from "../helpers/database.ts";
import { candleTable, jobContext } from "./job_context.ts";

/** A hundred times as fast as outside tests. */
const QUICK: LivePace = { everyMs: 100, leaseMs: 600, lookMs: 20, patienceMs: 2_000 };

async function track(db: Database, symbols: readonly string[]): Promise<void> {
  await upsertCryptocurrencies(
    db,
    symbols.map((symbol, place) => ({
      symbol,
      name: symbol,
      exchangeSymbol: `${symbol}USDT`,
      circulatingSupply: null,
      marketCap: null,
      quoteVolume24h: null,
      rank: place + 1,
      rankedBy: "quote_volume" as const,
      isTracked: true,
    })),
  );
}

interface Counts {
  readonly paths: Record<string, number>;
  readonly early: number;
  readonly peakWeight: number;
}

async function counts(url: string): Promise<Counts> {
  return await (await fetch(`${url}/simulator/faults`)).json();
}

async function setFaults(url: string, spec: string): Promise<void> {
  await (await fetch(`${url}/simulator/faults`, { method: "POST", body: spec })).body?.cancel();
}

async function asked(url: string): Promise<number> {
  return (await counts(url)).paths["/api/v3/ticker/price"] ?? 0;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function untilTrue(check: () => Promise<boolean>, patienceMs = 8_000): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!await check()) {
    if (performance.now() > deadlineMs) throw new Error("waited in vain");
    await pause(20);
  }
}

Deno.test("three instances ask the exchange as often as one, all coins in one request", async () => {
  await using db = await testDatabase();
  const exchange = await startSimulatedExchange();
  await track(db, ["BTC", "ETH", "SOL", "ADA", "XRP"]);
  await watchLivePrices(db, 60_000);
  const stop = new AbortController();
  const startedAt = performance.now();
  const instances = ["one", "two", "three"].map((owner) =>
    followLivePrices(jobContext({ db, url: exchange.url, owner, signal: stop.signal }), QUICK)
  );
  await untilTrue(async () => await asked(exchange.url) >= 10);
  stop.abort();
  await Promise.all(instances);
  const most = (performance.now() - startedAt) / QUICK.everyMs + 1;
  const { paths } = await counts(exchange.url);
  assertLess(paths["/api/v3/ticker/price"]!, most + 1);
  assertEquals(Object.keys(paths), ["/api/v3/ticker/price"]);
  const feed = await readLiveFeed(db, -1);
  assertEquals(feed.prices.map(({ symbol }) => symbol), ["ADA", "BTC", "ETH", "SOL", "XRP"]);
  assertEquals([feed.simulated, feed.source], [true, exchange.url]);
  await exchange.close();
});

Deno.test("the right to ask stays with one process, and goes to another when that one dies", async () => {
  await using db = await testDatabase();
  const exchange = await startSimulatedExchange();
  await track(db, ["BTC"]);
  await watchLivePrices(db, 60_000);
  const context = (owner: string, signal?: AbortSignal) =>
    jobContext({ db, url: exchange.url, owner, ...(signal && { signal }) });
  const holder = async () =>
    (await db.sql<{ owner: string }>("select lease_owner as owner from live_feed"))[0]!.owner;
  // A process that dies between two polls leaves its lease behind.
  const takenAfter = performance.now();
  assertEquals(await pollLivePrices(context("dead"), QUICK), "polled");
  const diedAt = performance.now();
  const stop = new AbortController();
  const heir = followLivePrices(context("heir", stop.signal), QUICK);
  await pause(QUICK.leaseMs / 2);
  assertEquals(await holder(), "dead", "its lease has not ended");
  await untilTrue(async () => await holder() === "heir");
  assertGreaterOrEqual(performance.now() - takenAfter, QUICK.leaseMs - 50);
  assertLess(performance.now() - diedAt, QUICK.leaseMs + 5_000);
  // One that stops in order hands over at once.
  stop.abort();
  await heir;
  await db.sql("update live_feed set next_poll_at = now()");
  assertEquals(await pollLivePrices(context("third"), QUICK), "polled");
  await exchange.close();
});

Deno.test("what a process learned after it lost its right is not stored", async () => {
  await using db = await testDatabase();
  const exchange = await startSimulatedExchange({ faults: "slow@400ms" });
  await track(db, ["BTC"]);
  await watchLivePrices(db, 60_000);
  const late = pollLivePrices(jobContext({ db, url: exchange.url, owner: "late" }), QUICK);
  await pause(100);
  await db.sql("update live_feed set lease_owner = 'other'");
  await late;
  assertEquals((await readLiveFeed(db, -1)).version, 0);
  await exchange.close();
});

Deno.test("nobody is asked while nobody looks, unless alerts look at live prices", async () => {
  await using db = await testDatabase();
  const exchange = await startSimulatedExchange();
  await track(db, ["BTC"]);
  const alerts = { enabled: true, thresholdPercent: 10, cooldownHours: 4, schedule: "0 * * * *" };
  const context = jobContext({ db, url: exchange.url, config: { alerts } });
  const slow = { ...QUICK, everyMs: 0 };
  assertEquals(await pollLivePrices(context, slow), "not its turn");
  await watchLivePrices(db, 200);
  assertEquals(await pollLivePrices(context, slow), "polled");
  await pause(250);
  assertEquals(await pollLivePrices(context, slow), "not its turn");
  await writeSetting(db, { name: LIVE_ALERTS_SETTING, value: true, nowMs: Date.now() });
  assertEquals(await pollLivePrices(context, slow), "polled");
  const silent = jobContext({ db, url: exchange.url, owner: context.owner });
  assertEquals(await pollLivePrices(silent, slow), "not its turn", "alerts are off");
  await exchange.close();
});

Deno.test("a 429 is waited out by every instance, is told, and does not end the prices", async () => {
  await using db = await testDatabase();
  const exchange = await startSimulatedExchange();
  await track(db, ["BTC"]);
  await watchLivePrices(db, 60_000);
  const pace = { ...QUICK, patienceMs: 300 };
  const stop = new AbortController();
  const hosts = { baseUrls: [exchange.url] };
  const instances = [1, 2].map(() => {
    const { config, log } = jobContext({ db, url: exchange.url });
    // As outside tests: pauses take their time.
    return followLivePrices(
      createJobContext({ db, hosts, config, log, signal: stop.signal }),
      pace,
    );
  });
  await untilTrue(async () => (await readLiveFeed(db, -1)).version >= 1);
  await setFaults(exchange.url, "429:after=0@3s");
  await untilTrue(async () => (await readLiveFeed(db, -1)).failure !== null);
  const { failure, version } = await readLiveFeed(db, -1);
  assert(
    /asked for fewer requests; it is asked again at \d\d:\d\d:\d\d UTC/.test(failure!),
    failure!,
  );
  await untilTrue(async () => (await readLiveFeed(db, -1)).version > version);
  assertEquals((await readLiveFeed(db, -1)).failure, null);
  assertEquals((await counts(exchange.url)).early, 0, "nobody came before the time");
  stop.abort();
  await Promise.all(instances);
  await exchange.close();
});

Deno.test("an exchange that fails is asked less and less, and a coin it has not is no failure", async () => {
  await using db = await testDatabase();
  const exchange = await startSimulatedExchange();
  await track(db, ["BTC", "NOSUCH"]);
  await watchLivePrices(db, 60_000);
  const context = jobContext({ db, url: exchange.url });
  const now = { ...QUICK, everyMs: 0, patienceMs: 30_000 };
  for (let poll = 1; poll <= 3; poll++) assertEquals(await pollLivePrices(context, now), "polled");
  assertEquals((await readLiveFeed(db, -1)).prices.map(({ symbol }) => symbol), ["BTC"]);
  assertEquals(await asked(exchange.url), 4, "the unknown one costs one request more, once");

  await setFaults(exchange.url, "5xx");
  const waits: number[] = [];
  for (let failure = 1; failure <= 3; failure++) {
    await db.sql("update live_feed set next_poll_at = now()");
    assertEquals(await pollLivePrices(context, { ...QUICK, everyMs: 10_000 }), "failed");
    const [row] = await db.sql<{ seconds: number }>(
      "select extract(epoch from next_poll_at - now())::float8 as seconds from live_feed",
    );
    waits.push(Math.round(row!.seconds / 10) * 10);
  }
  assertEquals(waits, [10, 20, 40]);
  assertEquals((await readLiveFeed(db, -1)).prices.length, 1, "the last prices are kept");
  await exchange.close();
});

Deno.test("alerts look at live prices where an administrator wants it, and only there", async () => {
  await using db = await testDatabase();
  const exchange = await startSimulatedExchange();
  await track(db, ["BTC"]);
  await watchLivePrices(db, 60_000);
  await storeHours(db, 60);
  await ensureDefaultRules(db, { rules: defaultRules(10), nowMs: Date.now() });
  const alerts = { enabled: true, thresholdPercent: 10, cooldownHours: 4, schedule: "0 * * * *" };
  const context = jobContext({ db, url: exchange.url, config: { alerts } });
  const made = async () => (await db.sql("select symbol from alerts where kind = 'move'")).length;
  assertEquals(await pollLivePrices(context, { ...QUICK, everyMs: 0 }), "polled");
  assertEquals(await made(), 0);
  await writeSetting(db, { name: LIVE_ALERTS_SETTING, value: true, nowMs: Date.now() });
  await untilTrue(async () => {
    await pollLivePrices(context, { ...QUICK, everyMs: 0 });
    return await made() > 0;
  });
  await exchange.close();
});

/** Candles of the last hours at a price far from the simulated one. */
async function storeHours(db: Database, hours: number): Promise<void> {
  const [coin] = await listCryptocurrencies(db);
  const sourceId = await ensureSource(db, { kind: "exchange", name: "test" });
  const thisHourMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const rows = Array.from({ length: hours }, (_, hour) => ({
    openTimeMs: thisHourMs - (hours - hour) * 3_600_000,
    open: "100",
    high: "101",
    low: "99",
    close: "100",
    volume: "1",
    quoteVolume: "100",
    marketCap: null,
    trades: 1,
    isClosed: true,
  }));
  await writeCandles(db, { cryptoId: coin!.id, sourceId, rows });
}

Deno.test("a clock that was put back holds nobody up", async () => {
  await using db = await testDatabase();
  const exchange = await startSimulatedExchange();
  await track(db, ["BTC"]);
  await db.sql(`update live_feed set lease_owner = 'before', lease_until = now() + interval '3 h',
    next_poll_at = now() + interval '3 h', watched_until = now() + interval '3 h'`);
  await watchLivePrices(db, 60_000);
  assertEquals(await pollLivePrices(jobContext({ db, url: exchange.url }), QUICK), "polled");
  await exchange.close();
});

Deno.test("live prices touch no candle and no forecast", async () => {
  await using db = await testDatabase();
  const exchange = await startSimulatedExchange();
  await track(db, ["BTC", "ETH"]);
  await watchLivePrices(db, 60_000);
  const rows = async () => [
    ...await candleTable(db),
    ...await db.sql("select horizon_hours from forecast_publications"),
    ...await db.sql("select close from predictions"),
  ];
  await pollLivePrices(jobContext({ db, url: exchange.url }), QUICK);
  assertEquals(await rows(), []);
  await exchange.close();
});
