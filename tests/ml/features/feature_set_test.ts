import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { computeFeatures, featureNames, WARM_UP_HOURS } from "../../../ml/features/feature_set.ts";
import { type CoinSeries, HOUR_MS } from "../../../ml/series.ts";
import { randomSeries } from "../random_series.ts";
import { hasData, readCoin, sliceSeries } from "../real_candles.ts";

const COINS = ["BTC", "ETH", "SOL"];

function market(hours: number, missing: readonly number[] = []): CoinSeries[] {
  return COINS.map((symbol, seed) => randomSeries({ symbol, hours, seed: seed + 1, missing }));
}

function columnAt(name: string, coin: { values: Float32Array }, row: number): number {
  const column = featureNames.indexOf(name);
  assert(column >= 0, `no feature is called ${name}`);
  return coin.values[row * featureNames.length + column]!;
}

Deno.test("features do not look ahead: truncated history leaves earlier rows identical", () => {
  const full = market(900, [400, 401, 650]);
  const expected = computeFeatures(full);
  for (const rows of [170, 399, 400, 520, 897 - 1]) {
    const truncated = computeFeatures(full.map((series) => sliceSeries(series, 0, rows)));
    truncated.forEach((coin, index) => {
      const whole = expected[index]!;
      assertEquals(coin.values, whole.values.slice(0, rows * featureNames.length));
      assertEquals(coin.volatility, whole.volatility.slice(0, rows));
    });
  }
});

Deno.test("features of the tail after the warm-up equal those of the full history", () => {
  const full = market(3000, [100, 2700]);
  const expected = computeFeatures(full);
  const start = full[0]!.openTime[full[0]!.openTime.length - 1]! - (WARM_UP_HOURS + 168) * HOUR_MS;
  const tail = computeFeatures(
    full.map((series) => sliceSeries(series, series.openTime.findIndex((time) => time >= start))),
  );
  tail.forEach((coin, index) => assertTail(coin.values, expected[index]!.values, 168));
});

function assertTail(actual: Float32Array, expected: Float32Array, rows: number): void {
  const cells = rows * featureNames.length;
  for (let cell = 1; cell <= cells; cell++) {
    const value = expected.at(-cell)!;
    if (Number.isNaN(value)) assert(Number.isNaN(actual.at(-cell)!));
    else assertAlmostEquals(actual.at(-cell)!, value, 1e-6 * Math.max(1, Math.abs(value)));
  }
}

Deno.test("every feature is defined once 169 hours are known", () => {
  for (const coin of computeFeatures(market(400))) {
    const from = 168 * featureNames.length;
    assert(coin.values.subarray(from).every(Number.isFinite));
    assert(!Number.isFinite(columnAt("return_168h", coin, 167)));
  }
});

Deno.test("returns across a missing hour use true time, from the last price known then", () => {
  const [coin] = computeFeatures([randomSeries({ hours: 400, missing: [300] })]);
  // Row 300 is hour 301; the hour before it is missing, 24 hours before it is row 277.
  assert(Number.isNaN(columnAt("return_1h", coin!, 300)));
  const day = Math.log(coin!.close[300]! / coin!.close[277]!);
  const scale = coin!.volatility[300]! * Math.sqrt(24);
  assertAlmostEquals(columnAt("return_24h", coin!, 300), day / scale, 1e-6);
  // 24 hours before hour 324 (row 323) is the missing one: row 299 holds the price of then.
  const sinceLast = Math.log(coin!.close[323]! / coin!.close[299]!);
  const scaleThen = coin!.volatility[323]! * Math.sqrt(24);
  assertAlmostEquals(columnAt("return_24h", coin!, 323), sinceLast / scaleThen, 1e-6);
});

Deno.test("a return is undefined where no price is known within a quarter of its span", () => {
  const missing = [300, 301, 302, 303, 304, 305, 306];
  const [coin] = computeFeatures([randomSeries({ hours: 400, missing })]);
  // Row n is hour n + 7 after the hole. The price of hour 299 stands for the next six hours only.
  assert(Number.isFinite(columnAt("return_24h", coin!, 305 + 24 - 7)));
  assert(Number.isNaN(columnAt("return_24h", coin!, 306 + 24 - 7)));
  assert(Number.isFinite(columnAt("return_24h", coin!, 307 + 24 - 7)));
});

Deno.test("cross-section counts only coins present at that hour", () => {
  const [bitcoin, ether] = market(600);
  const late = sliceSeries(ether!, 300);
  const [alone] = computeFeatures([bitcoin!]);
  const [both] = computeFeatures([bitcoin!, late]);
  // In its first hour, row 300, the late coin has no return yet.
  for (const row of [299, 300]) {
    const expected = columnAt("market_return_1h", alone!, row);
    assertEquals(columnAt("market_return_1h", both!, row), expected);
  }
  assertEquals(columnAt("market_dispersion", both!, 299), 0);
  assert(columnAt("market_dispersion", both!, 400) > 0);
  assertEquals(columnAt("volume_rank", both!, 299), 0);
  assertEquals(Math.abs(columnAt("volume_rank", both!, 400)), 0.5);
});

Deno.test("where BTC is not traded, beta is measured against the market", () => {
  const [bitcoin, ether] = market(600);
  const [, both] = computeFeatures([sliceSeries(bitcoin!, 0, 300), ether!]);
  assertAlmostEquals(columnAt("beta", both!, 599), 1, 1e-6); // alone, a coin is the market
  assert(Math.abs(columnAt("beta", both!, 299) - 1) > 1e-3);
});

Deno.test("beta to BTC is 1 for BTC and 2 for a coin that doubles its moves", () => {
  const bitcoin = randomSeries({ hours: 400 });
  const double = { ...bitcoin, symbol: "DBL", close: bitcoin.close.map((price) => price ** 2) };
  const [first, second] = computeFeatures([bitcoin, double]);
  assertAlmostEquals(columnAt("beta", first!, 399), 1, 1e-6);
  assertAlmostEquals(columnAt("beta", second!, 399), 2, 1e-6);
});

Deno.test("the hour of the week is the angle from Monday midnight, UTC", () => {
  // 2024-01-01 was a Monday; 42 hours later a quarter of the week has gone.
  const [coin] = computeFeatures([randomSeries({ hours: 200 })]);
  for (const [row, sine, cosine] of [[0, 0, 1], [42, 1, 0], [84, 0, -1], [168, 0, 1]] as const) {
    assertAlmostEquals(columnAt("hour_of_week_sine", coin!, row), sine, 1e-7);
    assertAlmostEquals(columnAt("hour_of_week_cosine", coin!, row), cosine, 1e-7);
  }
});

Deno.test("a halted market gives finite features", () => {
  const flat = randomSeries({ hours: 600 });
  for (const column of [flat.open, flat.high, flat.low, flat.close]) column.fill(100, 200);
  flat.volume.fill(0, 200);
  flat.quoteVolume.fill(0, 200);
  const [coin] = computeFeatures([flat]);
  assert(coin!.values.subarray(169 * featureNames.length).every(Number.isFinite));
});

Deno.test("no coins and empty coins give no rows", () => {
  assertEquals(computeFeatures([]), []);
  const [empty] = computeFeatures([randomSeries({ hours: 0 })]);
  assertEquals(empty!.rows, 0);
});

Deno.test({
  name: "features of twenty coins over two years take under three seconds",
  ignore: !hasData("candles/BTCUSDT-1h-2021-2023.csv.gz"),
  async fn() {
    const coin = await readCoin("BTC");
    const all = Array.from({ length: 20 }, (_, place) => ({ ...coin, symbol: `C${place}` }));
    const started = performance.now();
    computeFeatures(all);
    const seconds = (performance.now() - started) / 1000;
    assert(seconds < 3, `${seconds.toFixed(2)} s`);
  },
});
