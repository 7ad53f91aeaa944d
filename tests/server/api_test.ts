import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { type Database, ensureSource, publishForecasts } from "../../db/mod.ts";
import { createClient } from "../../server/client.ts";
import type { Candles, MarketOverview, MarketTendency } from "../../server/markets/schema.ts";
import type { CoinPrediction, Top20 } from "../../server/predictions/schema.ts";
import { testDatabase } from "../helpers/database.ts";
import { ADMIN_KEY, type ErrorAnswer, get, getJson, startTestApp } from "./app_for_tests.ts";
import {
  closeAt,
  HOUR_MS,
  MADE_AT_MS,
  NOW_MS,
  storeForecasts,
  storeMarket,
  storeTendencies,
} from "./market_for_tests.ts";

const iso = (ms: number) => new Date(ms).toISOString();

Deno.test("before the first collection every path answers, and says what is missing", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const top = await getJson<Top20>(`${server.url}/api/predictions/top20`);
  assertEquals([top.count, top.predictions, top.model, top.prediction_time], [0, [], null, null]);
  const overview = await getJson<MarketOverview>(`${server.url}/api/market/overview`);
  assertEquals([overview.coins, overview.as_of, overview.totals.market_cap], [[], null, null]);
  const tendency = await get(`${server.url}/api/market/tendency`);
  assertEquals([tendency.status, tendency.headers.get("retry-after")], [503, "30"]);
  const candles = await get(`${server.url}/api/market/candles/BTC`);
  assertEquals(candles.status, 404);
  assertStringIncludes(candles.text, 'no coin \\"BTC\\"');
  const health = await getJson<{ status: string }>(`${server.url}/health`);
  assertEquals(health.status, "degraded");
});

/** What the steps work on: one stored market, its server, and the server's clock. */
interface World {
  readonly db: Database;
  readonly url: string;
  readonly client: ReturnType<typeof createClient>;
  readonly clock: { nowMs: number };
}

const steps: { name: string; work: (world: World) => Promise<void> }[] = [];

function step(name: string, work: (world: World) => Promise<void>): void {
  steps.push({ name, work });
}

step("REST and tRPC give the same answer", async ({ url, client }) => {
  const range = { from: iso(MADE_AT_MS - 9 * HOUR_MS), indicators: "rsi,macd" };
  const query = new URLSearchParams(range);
  const pairs: [string, Promise<unknown>][] = [
    ["/api/predictions/top20?limit=2", client.predictions.top.query({ limit: 2 })],
    ["/api/predictions/crypto/btc", client.predictions.coin.query({ symbol: "btc" })],
    ["/api/market/overview", client.market.overview.query()],
    [
      `/api/market/candles/ETH?${query}`,
      client.market.candles.query({ symbol: "ETH", ...range }),
    ],
    ["/api/market/tendency", client.market.tendency.query()],
    ["/api/market/tendency/history?hours=2", client.market.tendencyHistory.query({ hours: 2 })],
    ["/health", client.health.status.query()],
    ["/live", client.health.live.query()],
    ["/ready", client.health.ready.query()],
    ["/api/v1/health/ready", client.health.ready.query()],
  ];
  for (const [path, viaTrpc] of pairs) {
    assertEquals(await getJson(url + path), await viaTrpc, path);
  }
});

step("the top list is ranked by forecast change, the best first", async ({ url }) => {
  const top = await getJson<Top20>(`${url}/api/predictions/top20`);
  assertEquals(top.predictions.map((one) => one.symbol), ["SOL", "BTC", "ETH"]);
  const first = top.predictions[0]!;
  assertAlmostEquals(first.predicted_change_percent, 3, 1e-9);
  assertEquals([first.current_price, first.predicted_price, first.name], [100, 103, "Solana"]);
  assertEquals([first.lower, first.upper], [98, 108]);
  assertEquals(top.prediction_time, iso(MADE_AT_MS));
  assertEquals([top.horizon_hours, top.count, top.stale, top.simulated], [24, 3, false, false]);
  assertEquals(top.model, { id: "lstm-1", type: "LSTM", trained_at: iso(MADE_AT_MS - HOUR_MS) });
  const one = await getJson<Top20>(`${url}/api/predictions/top20?limit=1`);
  assertEquals([one.count, one.predictions.length], [1, 1]);
});

step("one simulated source labels every answer", async ({ url, clock, db }) => {
  await ensureSource(db, { kind: "simulated", name: "http://127.0.0.1:8090" });
  clock.nowMs = NOW_MS + 1_001;
  for (const path of ["predictions/top20", "predictions/crypto/BTC", "market/overview"]) {
    assertEquals((await getJson<Top20>(`${url}/api/${path}`)).simulated, true, path);
  }
  await db.sql("delete from candle_sources where kind = 'simulated'");
  clock.nowMs = NOW_MS;
});

step("forecasts are stale when a second hour has been missed", async ({ url, clock }) => {
  clock.nowMs = MADE_AT_MS + 2 * HOUR_MS;
  assertEquals((await getJson<Top20>(`${url}/api/predictions/top20`)).stale, false);
  clock.nowMs += 1;
  assertEquals((await getJson<Top20>(`${url}/api/predictions/top20`)).stale, true);
  clock.nowMs = NOW_MS;
});

step("one coin comes with its hourly path to the horizon", async ({ url }) => {
  const coin = await getJson<CoinPrediction>(`${url}/api/predictions/crypto/SOL`);
  assertEquals(coin.path.length, 24);
  assertEquals(coin.path[0]!.target_time, iso(MADE_AT_MS + HOUR_MS));
  assertEquals(coin.path.at(-1)!.target_time, coin.target_time);
  assertEquals(coin.path.at(-1)!.q50, coin.predicted_price);
});

step("the overview has changes, volumes, caps and totals", async ({ url }) => {
  const { coins, totals, as_of } = await getJson<MarketOverview>(`${url}/api/market/overview`);
  assertEquals(coins.map((coin) => coin.symbol), ["BTC", "ETH", "SOL"]);
  const [btc, eth] = coins;
  assertAlmostEquals(btc!.price, closeAt(0, 400));
  const dayAgo = (closeAt(1, 400) / closeAt(1, 376) - 1) * 100;
  assertAlmostEquals(eth!.change_24h_percent!, dayAgo, 1e-9);
  assertEquals(eth!.volume_24h, 24 * 250);
  assertAlmostEquals(eth!.market_cap!, closeAt(1, 400) * 900, 1e-6);
  assertAlmostEquals(
    totals.market_cap!,
    coins.reduce((sum, coin) => sum + coin.market_cap!, 0),
    1e-6,
  );
  assertEquals(totals.rising_24h + totals.falling_24h, 3);
  assertEquals(as_of, iso(MADE_AT_MS));
});

step("candles have both ends of the range and never more than a thousand", async ({ url }) => {
  const from = iso(MADE_AT_MS - 5 * HOUR_MS);
  const to = iso(MADE_AT_MS - 2 * HOUR_MS);
  const query = new URLSearchParams({ from, to });
  const { candles } = await getJson<Candles>(`${url}/api/market/candles/ETH?${query}`);
  assertEquals(candles.map((one) => one.open_time).at(0), from);
  assertEquals(candles.map((one) => one.open_time).at(-1), to);
  assertEquals(candles.length, 4);
  const open = await getJson<Candles>(`${url}/api/market/candles/ETH`);
  assertEquals([open.candles.length, open.candles.at(-1)!.closed], [401, false]);
  const far = await getJson<Candles>(`${url}/api/market/candles/ETH?from=2020-01-01`);
  assertEquals(far.candles.length, 0);
});

step("candles of four hours and of a day are whole, from midnight UTC", async ({ url }) => {
  for (const [interval, hours] of [["4h", 4], ["1d", 24]] as const) {
    const from = iso(Date.UTC(2025, 1, 20, 1));
    const query = new URLSearchParams({ from, to: iso(Date.UTC(2025, 1, 24)), interval });
    const { candles } = await getJson<Candles>(`${url}/api/market/candles/ETH?${query}`);
    assertEquals(
      candles[0]!.open_time,
      iso(Date.UTC(2025, 1, hours === 24 ? 21 : 20, hours % 24)),
    );
    assertEquals(candles.at(-1)!.open_time, iso(Date.UTC(2025, 1, 24)));
    assert(candles.every((one) => one.volume === 12.5 * hours && one.closed));
  }
});

step("indicators do not depend on where the range begins", async ({ url }) => {
  const indicators = "rsi,macd,bollinger,atr,ema,sma";
  const ask = async (hours: number) => {
    const from = iso(MADE_AT_MS - hours * HOUR_MS);
    const query = new URLSearchParams({ from, indicators });
    return (await getJson<Candles>(`${url}/api/market/candles/ETH?${query}`)).indicators!;
  };
  const [short, long] = [await ask(10), await ask(100)];
  assertEquals(short.rsi!.length, 11);
  assertAlmostEquals(short.rsi!.at(-1)!, long.rsi!.at(-1)!, 1e-4);
  assertAlmostEquals(short.macd!.signal.at(-1)!, long.macd!.signal.at(-1)!, 1e-4);
  assertAlmostEquals(short.bollinger!.upper.at(-1)!, long.bollinger!.upper.at(-1)!, 1e-9);
  assert(short.rsi!.every((value) => value !== null), "the first one shown is warmed up");
});

step("a hole is named with its reason", async ({ url }) => {
  const { gaps } = await getJson<Candles>(`${url}/api/market/candles/BTC`);
  const missing = iso(MADE_AT_MS - 40 * HOUR_MS);
  assertEquals(gaps, [{ from: missing, to: missing, reason: "missing" }]);
});

step("a range that runs backwards and an unknown indicator are refused", async ({ url }) => {
  const backwards = await getJson<ErrorAnswer>(
    `${url}/api/market/candles/BTC?from=2025-03-01&to=2025-02-01`,
  );
  assertEquals(backwards.error.details?.[0]?.field, "from");
  const unknown = await getJson<ErrorAnswer>(`${url}/api/market/candles/BTC?indicators=rsi,foo`);
  assertStringIncludes(unknown.error.message, '"foo" is not one of rsi, macd');
});

step("the tendency is the newest, its history the oldest first", async ({ url }) => {
  const now = await getJson<MarketTendency>(`${url}/api/market/tendency`);
  assertEquals([now.tendency, now.timestamp], ["bullish", iso(MADE_AT_MS)]);
  assertEquals(now.metrics.market_cap_change, null);
  const { history } = await getJson<{ history: MarketTendency[] }>(
    `${url}/api/market/tendency/history?hours=2`,
  );
  assertEquals(history.map((one) => one.tendency), ["stable", "bullish"]);
});

step(
  "a new publication is served within a second, without a restart",
  async ({ db, url, client, clock }) => {
    await publishForecasts(db, {
      modelId: null,
      madeAtMs: MADE_AT_MS + HOUR_MS,
      publishedAtMs: MADE_AT_MS + HOUR_MS,
      horizonHours: 24,
      isFallback: true,
      reason: "The model file is damaged.",
      forecasts: [],
    });
    clock.nowMs += 1_001;
    await get(`${url}/api/predictions/top20`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const top = await getJson<Top20>(`${url}/api/predictions/top20`);
    assertEquals([top.count, top.model?.type], [0, "NAIVE"]);
    const health = await client.health.status.query();
    assertEquals(health.services.predictions.message, "The model file is damaged.");
  },
);

step("the administrator sees versions, sizes and counts", async ({ url }) => {
  const headers = { "x-api-key": ADMIN_KEY };
  const info = await getJson<{ database: { candles: number; coins: number } }>(
    `${url}/api/admin/system/info`,
    { headers },
  );
  assertEquals([info.database.coins, info.database.candles], [3, 3 * 400 - 1]);
  const status = await getJson<{ status: string; gaps: { open: number } }>(
    `${url}/api/admin/collect/status`,
    { headers },
  );
  assertEquals([status.status, status.gaps.open], ["idle", 1]);
});

Deno.test("the API over a stored market", async (t) => {
  await using db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  await storeTendencies(db);
  const clock = { nowMs: NOW_MS };
  await using server = await startTestApp(db, { now: () => clock.nowMs });
  const { url } = server;
  const world = { db, url, client: createClient({ url }), clock };
  for (const { name, work } of steps) await t.step(name, () => work(world));
});
