import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  parseExchangeInfo,
  parseProducts,
  parseTickers,
} from "../../../jobs/exchange/binance/answers.ts";
import { parseKline } from "../../../jobs/exchange/kline.ts";
import { createScriptedNetwork, openClient, sharedData, START_MS } from "./client_harness.ts";

const infoPath = sharedData("binance/http_spot_market_exchange_info.json");

Deno.test({
  name: "a captured exchangeInfo gives its markets and its weight limit",
  ignore: infoPath === null,
  fn: () => {
    const info = parseExchangeInfo(JSON.parse(Deno.readTextFileSync(infoPath!)));
    assertEquals([info.weightPerMinute, info.skipped], [1200, 0]);
    assertEquals(info.items.map((instrument) => instrument.symbol), ["BTCUSDT", "ETHUSDT"]);
    assertEquals(info.items[0], {
      symbol: "BTCUSDT",
      baseAsset: "BTC",
      quoteAsset: "USDT",
      status: "TRADING",
    });
  },
});

const pages = [1, 2, 3, 4, 5].map((n) => sharedData(`binance/BTCUSDT_1h_page${n}.json.gz`));

Deno.test({
  name: "every row of the captured kline pages is a good candle, digit for digit",
  ignore: pages.includes(null),
  fn: async () => {
    let candles = 0;
    for (const path of pages) {
      const file = await Deno.open(path!);
      const stream = file.readable.pipeThrough(new DecompressionStream("gzip"));
      const rows: unknown[][] = await new Response(stream).json();
      for (const row of rows) {
        const result = parseKline(row, Date.UTC(2027, 0, 1));
        if (!result.ok) throw new Error(result.reason);
        const { open, high, low, close, volume, quoteVolume, trades } = result.candle;
        assertEquals([open, high, low, close, volume], row.slice(1, 6));
        assertEquals([quoteVolume, trades], [row[7], row[8]]);
        candles++;
      }
    }
    assert(candles > 4000, `${candles} candles`);
  },
});

Deno.test("numbers come as strings or numbers, and an odd entry costs only itself", () => {
  const { items, skipped } = parseTickers([
    { symbol: "BTCUSDT", lastPrice: "64000.10", quoteVolume: 1.5e9 },
    { symbol: "ODDUSDT", lastPrice: "n/a", quoteVolume: "1" },
    { symbol: "NEGUSDT", lastPrice: "-1", quoteVolume: "1" },
    null,
  ]);
  assertEquals(items, [{ symbol: "BTCUSDT", lastPrice: 64000.1, quoteVolume: 1.5e9 }]);
  assertEquals(skipped, 3);
  assertThrows(() => parseTickers([{ foo: 1 }]));
  assertThrows(() => parseTickers({ code: 0 }));
});

Deno.test("a coin's supply is taken from whichever of its markets knows it", () => {
  const { items } = parseProducts({
    data: [
      { s: "ABCBTC", b: "ABC", q: "BTC", an: "Abc", cs: null, tags: ["DeFi", "Stablecoin"] },
      { s: "ABCUSDT", b: "ABC", q: "USDT", an: "Abc", cs: 12.5, tags: ["DeFi", "Stablecoin"] },
      { s: "NOUSDT", b: "NO", q: "USDT", cs: 0 },
    ],
  });
  assertEquals(items.get("ABC"), {
    name: "Abc",
    circulatingSupply: 12.5,
    tags: ["defi", "stablecoin"],
  });
  assertEquals(items.get("NO"), { name: "NO", circulatingSupply: null, tags: [] });
});

Deno.test("supplies are asked of the configured host, then of Binance; none is no error", async () => {
  const network = createScriptedNetwork([{ status: 404, body: "<h1>404</h1>" }], Date.now);
  const supplies = await openClient({ fetch: network.fetch }).listSupplies();
  assertEquals(supplies.size, 0);
  assertEquals(network.requests.map(({ url }) => new URL(url).host), [
    "one.example",
    "www.binance.com",
  ]);
});

Deno.test("a host on this machine never sends us out for supplies", async () => {
  const network = createScriptedNetwork([{ status: 404 }], Date.now);
  const client = openClient({ baseUrls: ["http://127.0.0.1:9"], fetch: network.fetch });
  await client.listSupplies();
  assertEquals(network.requests.map(({ url }) => new URL(url).host), ["127.0.0.1:9"]);
});

Deno.test("a named products URL is asked alone, and gets no API key", async () => {
  const network = createScriptedNetwork(
    (url) => ({ status: 200, body: url.includes("list") ? `{"data":[{"b":"A","cs":1}]}` : "[]" }),
    Date.now,
  );
  const client = openClient({
    apiKey: "key-1",
    productsUrl: "https://products.example/list?x=1",
    fetch: network.fetch,
  });
  assertEquals((await client.listSupplies()).get("A")?.circulatingSupply, 1);
  await client.fetchKlines({ symbol: "币安人生USDT", fromMs: 1, toMs: START_MS });
  const [products, klines] = network.requests;
  assertEquals(products!.url, "https://products.example/list?x=1");
  assertEquals(products!.headers.get("x-mbx-apikey"), null);
  assertEquals(klines!.headers.get("x-mbx-apikey"), "key-1");
  assertEquals(new URL(klines!.url).searchParams.get("symbol"), "币安人生USDT");
});
