import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { claimLivePoll, type Database, saveLiveFailure } from "../../db/mod.ts";
import { readMarketView } from "../../server/chat/context/market_view.ts";
import { createClient } from "../../server/client.ts";
import type { LivePrices } from "../../server/markets/schema.ts";
import { testDatabase } from "../helpers/database.ts";
import { ADMIN_KEY, getJson, startTestApp, type TestApp } from "./app_for_tests.ts";
import { agePrices, landPrices, PRICE_OWNER } from "./land_prices.ts";
import { storeMarket } from "./market_for_tests.ts";

async function untilTrue(check: () => boolean, patienceMs = 8_000): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!check()) {
    if (performance.now() > deadlineMs) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Follows the prices and keeps what comes. */
function follow(server: TestApp) {
  const events: { readonly atMs: number; readonly data: LivePrices }[] = [];
  const subscription = createClient({ url: server.url }).market.live.subscribe(undefined, {
    onData: (event) => events.push({ atMs: performance.now(), data: event.data }),
  });
  return { events, stop: () => subscription.unsubscribe() };
}

const symbols = ({ prices }: LivePrices) => prices.map(({ symbol }) => symbol);

Deno.test("every client gets all prices first, then those that moved, one event for a change set", async () => {
  await using db = await testDatabase();
  await landPrices(db, { BTC: "100", ETH: "10", SOL: "1" });
  await using server = await startTestApp(db);
  const clients = Array.from({ length: 5 }, () => follow(server));
  await untilTrue(() => clients.every(({ events }) => events.length === 1));
  await landPrices(db, { BTC: "101", ETH: "10", SOL: "1" });
  await untilTrue(() => clients.every(({ events }) => events.length === 2));
  await landPrices(db, { BTC: "101", ETH: "10", SOL: "1" });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  for (const { events, stop } of clients) {
    stop();
    const [first, second, ...more] = events.map(({ data }) => data);
    assertEquals([first!.since, symbols(first!)], [null, ["BTC", "ETH", "SOL"]]);
    assertEquals([second!.since, symbols(second!), second!.prices[0]!.price], [
      1,
      ["BTC"],
      101,
    ]);
    assertEquals(more, [], "nothing moved, nothing is sent");
  }
});

Deno.test("change sets that come close together are sent as one event, at most one a second", async () => {
  await using db = await testDatabase();
  await landPrices(db, { BTC: "100", ETH: "10" });
  await using server = await startTestApp(db);
  const { events, stop } = follow(server);
  await untilTrue(() => events.length === 1);
  for (let step = 1; step <= 40; step++) {
    await landPrices(db, { BTC: `${100 + step}`, ETH: "10" });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await untilTrue(() => events.at(-1)?.data.prices[0]?.price === 140);
  stop();
  assertLess(events.length, 8, "forty change sets in about two seconds");
  for (const [place, { atMs }] of events.entries()) {
    // The first event comes as soon as somebody listens.
    if (place > 1) assertGreater(atMs - events[place - 1]!.atMs, 900);
  }
});

Deno.test("a client that comes back hears what moved meanwhile, from another instance too", async () => {
  await using db = await testDatabase();
  await landPrices(db, { BTC: "100", ETH: "10", SOL: "1" });
  await using one = await startTestApp(db);
  const before = follow(one);
  await untilTrue(() => before.events.length === 1);
  before.stop();
  const known = before.events[0]!.data.version;
  await landPrices(db, { BTC: "101", ETH: "10", SOL: "1" });
  await landPrices(db, { BTC: "102", ETH: "11", SOL: "1" });
  await using other = await startTestApp(db);
  const event = await firstEvent(other, String(known));
  assertEquals([event.since, symbols(event)], [known, ["BTC", "ETH"]]);
  assertEquals(event.prices[0]!.price, 102);
  // A coin that is dropped cannot be told as a move, nor can a number from another database.
  await landPrices(db, { BTC: "102", ETH: "11" });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  for (const id of [String(known), "999999", "nonsense"]) {
    const whole = await firstEvent(other, id);
    assertEquals([whole.since, symbols(whole)], [null, ["BTC", "ETH"]], id);
  }
});

async function firstEvent(server: TestApp, lastEventId: string): Promise<LivePrices> {
  const leaving = new AbortController();
  const response = await fetch(`${server.url}/trpc/market.live`, {
    headers: { "last-event-id": lastEventId },
    signal: leaving.signal,
  });
  let text = "";
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    const data = /^data: (\{"version".*)$/m.exec(text)?.[1];
    if (data === undefined || !text.endsWith("\n\n")) continue;
    leaving.abort();
    return JSON.parse(data);
  }
  throw new Error(`no event came: ${text}`);
}

Deno.test("prices that stand still become stale with their age and the reason, on every way to them", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const ask = () => getJson<LivePrices>(`${server.url}/api/market/live`);
  const none = await ask();
  assertEquals([none.state, none.age_ms, none.prices], ["none", null, []]);
  await landPrices(db, { BTC: "100" });
  const { events, stop } = follow(server);
  await untilTrue(() => events.at(-1)?.data.state === "live");
  assertEquals(events.at(-1)!.data.reason, null);

  // The exchange answers with the same prices again and again.
  await agePrices(db, 45);
  await landPrices(db, { BTC: "100" });
  await untilTrue(() => events.at(-1)!.data.state === "stale");
  assertEquals(events.at(-1)!.data.reason, "The exchange answers, but no price has moved.");

  await saveLiveFailure(db, { owner: PRICE_OWNER, failure: "It is down.", everyMs: 1, waitMs: 0 });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const stale = await ask();
  assertEquals([stale.state, stale.reason], ["stale", "It is down."]);
  assertGreater(stale.age_ms!, 45_000);
  assertEquals(stale.prices.length, 1);
  stop();
});

Deno.test("REST tells only what moved since a version, and has the key asked for", async () => {
  await using db = await testDatabase();
  await landPrices(db, { BTC: "100", ETH: "10" });
  await landPrices(db, { BTC: "100.12345678", ETH: "10" });
  await using server = await startTestApp(db, { env: { API_KEY_REQUIRED: "true" } });
  const headers = { "x-api-key": ADMIN_KEY };
  const url = `${server.url}/api/market/live`;
  const moved = await getJson<LivePrices>(`${url}?since=1`, { headers });
  assertEquals([symbols(moved), moved.prices[0]!.price], [["BTC"], 100.12345678]);
  assertEquals((await getJson<LivePrices>(`${url}?since=2`, { headers })).prices, []);
  const refused = await fetch(url);
  assertEquals([refused.status, (await refused.json()).error.code], [401, "UNAUTHORIZED"]);
});

Deno.test("two hundred clients that come back at once are met by one reading a second", async () => {
  await using db = await testDatabase();
  await landPrices(db, { BTC: "100" });
  await using server = await startTestApp(db);
  let readings = 0;
  const { sql } = db;
  const counted: Database = Object.assign(db, {
    sql: <Row extends object>(text: string, params?: readonly unknown[]) => {
      if (text.includes("from live_feed l")) readings++;
      return sql<Row>(text, params);
    },
  });
  for (let storm = 1; storm <= 2; storm++) {
    const clients = Array.from({ length: 200 }, () => follow(server));
    await untilTrue(() => clients.every(({ events }) => events.length > 0), 20_000);
    await landPrices(counted, { BTC: String(100 + storm) });
    await untilTrue(() => clients.every(({ events }) => priceOf(events) === 100 + storm), 20_000);
    for (const { stop } of clients) stop();
  }
  assertLess(readings, 60, "not one for each client");
  assertEquals(server.lines.filter((line) => line.fields.stack !== undefined), []);
});

function priceOf(events: readonly { readonly data: LivePrices }[]): number | undefined {
  return events.at(-1)?.data.prices.at(-1)?.price;
}

Deno.test("somebody who looks is remembered, so that the exchange is asked", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const right = { owner: PRICE_OWNER, leaseMs: 60_000, everyMs: 0, alertsOn: false };
  assertEquals(await claimLivePoll(db, right), false, "nobody looks");
  await getJson(`${server.url}/api/market/live`);
  assertEquals(await claimLivePoll(db, right), true);
});

Deno.test("an administrator lets alerts look at live prices, for the record", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const admin = createClient({ url: server.url, apiKey: ADMIN_KEY });
  assertEquals(await admin.alerts.live.query(), { enabled: false });
  assertEquals(await admin.alerts.setLive.mutate({ enabled: true }), { enabled: true });
  assertEquals(await admin.alerts.live.query(), { enabled: true });
  const { entries } = await admin.admin.audit.query({ act: "alerts.setLive" });
  assertEquals(entries.map(({ details }) => details), [{ enabled: true }]);
  const right = { owner: PRICE_OWNER, leaseMs: 60_000, everyMs: 0, alertsOn: true };
  assertEquals(await claimLivePoll(db, right), true, "prices are asked for though nobody looks");
});

Deno.test("a chat's facts have live prices with their time, while they are live and newer", async () => {
  await using db = await testDatabase();
  await storeMarket(db, 60);
  await using server = await startTestApp(db);
  const priceOfCoin = async () => {
    const view = { coins: [], candles: null, record: false };
    const { overview } = await readMarketView(server.app, view);
    return overview.coins.find(({ symbol }) => symbol === "BTC")!;
  };
  const candle = await priceOfCoin();
  await landPrices(db, { BTC: "50000.5" });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const live = await priceOfCoin();
  assertEquals(live.price, 50000.5);
  assertLess(Date.now() - Date.parse(live.price_time), 60_000);
  await agePrices(db, 60);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  assertEquals(await priceOfCoin(), candle, "a stale price is no current one");
});
