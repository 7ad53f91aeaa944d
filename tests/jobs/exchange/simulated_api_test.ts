import { assert, assertEquals } from "@std/assert";
import { startSimulatedExchange } from "../../../jobs/exchange/simulated.ts";
import { createFakeClock, openClient, START_MS } from "./client_harness.ts";

const HOUR_MS = 3_600_000;
const HOUR_START_MS = Math.floor(START_MS / HOUR_MS) * HOUR_MS;

async function withExchange(
  options: Parameters<typeof startSimulatedExchange>[0],
  run: (url: string) => Promise<void>,
): Promise<void> {
  const exchange = await startSimulatedExchange({ now: () => START_MS, ...options });
  try {
    await run(exchange.url);
  } finally {
    await exchange.close();
  }
}

async function get(url: string): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(url);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

Deno.test("the client reads the whole simulated market over HTTP", () =>
  withExchange({}, async (url) => {
    const client = openClient({ baseUrls: [url], clock: createFakeClock() });
    const instruments = await client.listInstruments();
    const tickers = await client.listTickers();
    const supplies = await client.listSupplies();
    assertEquals(tickers.length, instruments.length);
    const bitcoin = tickers.find((ticker) => ticker.symbol === "BTCUSDT")!;
    assert(bitcoin.lastPrice > 1000 && bitcoin.quoteVolume > 1e6);
    assertEquals(supplies.get("BTC"), {
      name: "Bitcoin",
      circulatingSupply: 19.9e6,
      tags: ["major"],
    });
    const fromMs = HOUR_START_MS - 5 * HOUR_MS;
    const rows = await client.fetchKlines({ symbol: "BTCUSDT", fromMs, toMs: START_MS });
    const times = rows.map((row) => (row as number[])[0]);
    assertEquals(times, [5, 4, 3, 2, 1, 0].map((back) => HOUR_START_MS - back * HOUR_MS));
    assertEquals(client.source, url);
  }));

Deno.test("ping, time and one ticker answer as Binance does", () =>
  withExchange({}, async (url) => {
    assertEquals((await get(`${url}/api/v3/ping`)).body, {});
    assertEquals((await get(`${url}/api/v3/time`)).body, { serverTime: START_MS });
    const { body, headers } = await get(`${url}/api/v3/ticker/24hr?symbol=ETHUSDT`);
    assertEquals((body as { symbol: string }).symbol, "ETHUSDT");
    assertEquals(headers.get("x-mbx-used-weight-1m"), "4");
  }));

const WRONG: [query: string, code: number][] = [
  ["", -1102],
  ["symbol=NOPEUSDT&interval=1h", -1121],
  ["symbol=BTC%20USDT&interval=1h", -1100],
  ["symbol=BTCUSDT&interval=1x", -1120],
  ["symbol=BTCUSDT", -1120],
  ["symbol=BTCUSDT&interval=1h&startTime=yesterday", -1100],
  ["symbol=BTCUSDT&interval=1h&limit=-1", -1100],
  ["symbol=BTCUSDT&interval=1h&limit=0", -1130],
];

Deno.test("wrong requests get Binance's codes", () =>
  withExchange({}, async (url) => {
    for (const [query, code] of WRONG) {
      const { status, body } = await get(`${url}/api/v3/klines?${query}`);
      assertEquals([status, (body as { code: number }).code], [400, code], query);
    }
  }));

Deno.test("pages hold at most 1000 rows, from the start or up to the end", () =>
  withExchange({}, async (url) => {
    const klines = `${url}/api/v3/klines?symbol=BTCUSDT&interval=1h`;
    const times = async (query: string) =>
      ((await get(`${klines}${query}`)).body as number[][]).map((row) => row[0]);
    assertEquals((await times("")).length, 500);
    assertEquals((await times("&limit=5000")).length, 1000);
    assertEquals((await times("&limit=2")).at(-1), HOUR_START_MS);
    assertEquals(await times(`&limit=2&startTime=${HOUR_START_MS - 9 * HOUR_MS - 1}`), [
      HOUR_START_MS - 9 * HOUR_MS,
      HOUR_START_MS - 8 * HOUR_MS,
    ]);
    assertEquals(await times(`&startTime=${START_MS + HOUR_MS}`), []);
  }));

Deno.test("over the limit comes 429 with the rest of the minute, then a ban", () =>
  withExchange({ weightLimit: 10 }, async (url) => {
    const statuses: number[] = [];
    let headers = new Headers();
    for (let i = 0; i < 21; i++) {
      const answer = await get(`${url}/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=1`);
      statuses.push(answer.status);
      if (answer.status === 429) headers = answer.headers;
    }
    assertEquals(statuses.slice(0, 6), [200, 200, 200, 200, 200, 429]);
    assertEquals(headers.get("retry-after"), "50");
    assertEquals(statuses.at(-1), 418);
  }));

Deno.test("newest prices of several markets come in one answer, those of unknown ones not at all", () =>
  withExchange({}, async (url) => {
    const client = openClient({ baseUrls: [url], clock: createFakeClock() });
    const prices = await client.listPrices(["BTCUSDT", "ETHUSDT"]);
    const at = { symbol: "BTCUSDT", fromMs: HOUR_START_MS, toMs: START_MS };
    const [open] = await client.fetchKlines(at) as string[][];
    assertEquals(prices.map(({ symbol }) => symbol), ["BTCUSDT", "ETHUSDT"]);
    assertEquals(prices[0]!.price, open![4], "the price of the hour that is still open");
    const some = await client.listPrices(["BTCUSDT", "GONEUSDT"]);
    assertEquals(some.map(({ symbol }) => symbol), ["BTCUSDT"]);
    assertEquals(await client.listPrices([]), []);
    const one = await get(`${url}/api/v3/ticker/price?symbol=BTCUSDT`);
    assertEquals([one.body, one.headers.get("x-mbx-used-weight-1m")], [prices[0], "16"]);
    for (const [query, code] of [["symbol=GONE", -1121], ["symbols=BTCUSDT", -1100]] as const) {
      const refused = await get(`${url}/api/v3/ticker/price?${query}`);
      assertEquals([refused.status, (refused.body as { code: number }).code], [400, code]);
    }
  }));
