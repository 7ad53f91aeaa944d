import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { parseKline } from "../../../jobs/exchange/kline.ts";
import type { Market } from "../../../jobs/exchange/simulated/market.ts";
import { createSeededMarket } from "../../../jobs/exchange/simulated/seeded_market.ts";
import { START_MS } from "./client_harness.ts";

const HOUR_MS = 3_600_000;
const TWO_YEARS = 2 * 365 * 24;
const FROM_MS = Math.floor(START_MS / HOUR_MS) * HOUR_MS - TWO_YEARS * HOUR_MS;

function rowsOf(market: Market, symbol: string, nowMs = START_MS): string[] {
  return market.rows({ symbol, fromMs: FROM_MS, toMs: nowMs, limit: TWO_YEARS }, nowMs);
}

/** Hourly log returns of two years. */
function returnsOf(market: Market, symbol: string): number[] {
  const closes = rowsOf(market, symbol).map((row) => Number(JSON.parse(row)[4]));
  return closes.slice(1).map((close, i) => Math.log(close / closes[i]!));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((value, i) => (value - ma) * (b[i]! - mb)));
  const variance = (values: readonly number[], m: number) => mean(values.map((v) => (v - m) ** 2));
  return product / Math.sqrt(variance(a, ma) * variance(b, mb));
}

function kurtosis(values: readonly number[]): number {
  const m = mean(values);
  return mean(values.map((v) => (v - m) ** 4)) / mean(values.map((v) => (v - m) ** 2)) ** 2;
}

Deno.test("returns have fat tails, volatility clusters and a common factor", () => {
  for (const seed of [1, 2]) {
    const market = createSeededMarket(seed);
    const bitcoin = returnsOf(market, "BTCUSDT");
    for (const symbol of ["ETHUSDT", "SOLUSDT", "DOGEUSDT", "UNIUSDT"]) {
      const returns = returnsOf(market, symbol);
      const sizes = returns.map(Math.abs);
      const clustering = correlation(sizes.slice(1), sizes.slice(0, -1));
      assert(kurtosis(returns) > 4, `${symbol} kurtosis ${kurtosis(returns)}`);
      assert(clustering > 0.1, `${symbol} clustering ${clustering}`);
      assert(correlation(returns, bitcoin) > 0.2, `${symbol} with BTC`);
      const memory = correlation(returns.slice(1), returns.slice(0, -1));
      assert(Math.abs(memory) < 0.05, `${symbol} returns predict themselves: ${memory}`);
    }
  }
});

Deno.test("coins of a sector move together more than with others", () => {
  const market = createSeededMarket(1);
  const [doge, shib, aave] = ["DOGEUSDT", "SHIBUSDT", "AAVEUSDT"].map((s) => returnsOf(market, s));
  assert(correlation(doge!, shib!) > correlation(shib!, aave!));
});

Deno.test("stablecoins stay at a dollar, wrapped and leveraged coins follow", () => {
  const market = createSeededMarket(1);
  for (const row of rowsOf(market, "USDCUSDT")) {
    assert(Math.abs(Number(JSON.parse(row)[4]) - 1) < 0.01);
  }
  const bitcoin = returnsOf(market, "BTCUSDT");
  assert(correlation(returnsOf(market, "WBTCUSDT"), bitcoin) > 0.95);
  assert(correlation(returnsOf(market, "BTCDOWNUSDT"), bitcoin) < -0.95);
});

Deno.test("every candle of the market passes the validation, and opens at the last close", () => {
  const market = createSeededMarket(3);
  for (const symbol of ["BTCUSDT", "PEPEUSDT", "USDCUSDT", "ETHBTC", "BTCDOWNUSDT"]) {
    let close: string | null = null;
    for (const row of rowsOf(market, symbol)) {
      const result = parseKline(JSON.parse(row), START_MS);
      if (!result.ok) throw new Error(`${symbol}: ${result.reason}`);
      if (close !== null) assertEquals(result.candle.open, close);
      close = result.candle.close;
    }
  }
});

Deno.test("a seed is one market, however and whenever it is asked", () => {
  const whole = rowsOf(createSeededMarket(7), "SOLUSDT");
  const later = createSeededMarket(7);
  rowsOf(later, "AVAXUSDT", START_MS + 900 * HOUR_MS); // other coins first, other times first
  const fromMs = FROM_MS + 500 * HOUR_MS;
  const page = later.rows(
    { symbol: "SOLUSDT", fromMs, toMs: null, limit: 1000 },
    START_MS + 90 * HOUR_MS,
  );
  assertEquals(page, whole.slice(500, 1500));
  assertNotEquals(rowsOf(createSeededMarket(8), "SOLUSDT"), whole);
});

Deno.test("the open candle moves with time and ends as the closed one", () => {
  const market = createSeededMarket(1);
  const openMs = Math.floor(START_MS / HOUR_MS) * HOUR_MS;
  const at = (nowMs: number) => {
    const [row] = market.rows({ symbol: "ETHUSDT", fromMs: openMs, toMs: null, limit: 1 }, nowMs);
    return JSON.parse(row!).map(Number);
  };
  const [early, late, closed] = [0.2, 0.8, 1.5].map((part) => at(openMs + part * HOUR_MS));
  assertEquals(early[1], closed[1]);
  assert(early[4] !== late[4] && early[5] < late[5] && late[5] < closed[5]);
  assert(early[2] <= late[2] && late[2] <= closed[2] && early[3] >= late[3]);
  const last = at(openMs + HOUR_MS - 1);
  assert(Math.abs(last[4] / closed[4] - 1) < 1e-4);
});

Deno.test("there are sixty coins to rank, and others to leave out", () => {
  const products = createSeededMarket(1).products(START_MS);
  const tagged = (tag: string) => products.filter((product) => product.tags.includes(tag)).length;
  assert(products.filter((p) => p.quote === "USDT" && p.status === "TRADING").length >= 70);
  assert(tagged("stablecoin") >= 3 && tagged("wrapped") >= 2 && tagged("leveraged") >= 2);
  assert(products.some((product) => product.status === "BREAK"));
  assert(products.every((product) => (product.supply ?? 0) > 0));
});

Deno.test("a coin has no candle and no listing before its first day", () => {
  const market = createSeededMarket(1);
  const before = Date.UTC(2024, 2, 4);
  assert(!market.instruments(before).some((i) => i.symbol === "WIFUSDT"));
  const first = market.rows({ symbol: "WIFUSDT", fromMs: 0, toMs: null, limit: 1 }, START_MS)[0]!;
  assertEquals(JSON.parse(first)[0], Date.UTC(2024, 2, 5));
});

Deno.test("two years of a coin are made in well under a second", () => {
  const market = createSeededMarket(11);
  rowsOf(market, "BTCUSDT"); // the common factor, and the compiler, are warm
  const startedMs = performance.now();
  rowsOf(market, "NEARUSDT");
  const tookMs = performance.now() - startedMs;
  assert(tookMs < 600, `${tookMs} ms`);
});
