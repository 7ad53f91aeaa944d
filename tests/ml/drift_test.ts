import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  describeInputs,
  type InputReference,
  measureInputs,
  stabilityIndex,
} from "../../ml/drift.ts";
import { computeFeatures, featureNames } from "../../ml/features/feature_set.ts";
import { measureDrift } from "../../ml/measure_drift.ts";
import { type CoinSeries, HOUR_MS } from "../../ml/series.ts";
import { randomSeries } from "./random_series.ts";
import { hasData, readCoin } from "./real_candles.ts";

const WEEK_MS = 168 * HOUR_MS;
const HOURS = 4000;

function market(hours = HOURS): CoinSeries[] {
  return ["BTC", "ETH", "SOL"].map((symbol, place) =>
    randomSeries({ symbol, hours, seed: place + 1 })
  );
}

/** The same market whose moves are `times` as large from `fromRow` on. */
function wilder(series: CoinSeries, fromRow: number, times: number): CoinSeries {
  const base = Math.log(series.close[fromRow]!);
  const stretch = (prices: Float64Array) =>
    prices.map((price, row) =>
      row <= fromRow ? price : Math.exp(base + times * (Math.log(price) - base))
    );
  return {
    ...series,
    open: stretch(series.open),
    high: stretch(series.high),
    low: stretch(series.low),
    close: stretch(series.close),
  };
}

function referenceOf(series: CoinSeries[], rows: number): InputReference {
  const fromMs = series[0]!.openTime[0]!;
  const block = { fromMs, toMs: fromMs + rows * HOUR_MS };
  return describeInputs(computeFeatures(series), { block, names: featureNames });
}

function lastWeek(series: readonly CoinSeries[]) {
  const toMs = series[0]!.openTime.at(-1)! + HOUR_MS;
  return { fromMs: toMs - WEEK_MS, toMs };
}

Deno.test("the stability index of known shares", () => {
  assertEquals(stabilityIndex([0.5, 0.5], [0.5, 0.5]), 0);
  assertAlmostEquals(stabilityIndex([0.5, 0.5], [0.7, 0.3]), 0.2 * Math.log(7 / 3), 1e-12);
  assert(Number.isFinite(stabilityIndex([1, 0], [0, 1])), "an empty bin is no infinity");
});

Deno.test("the reference has bins of equal share, and none of it is from later hours", () => {
  const series = market();
  const reference = referenceOf(series, 3000);
  assertEquals(reference.names, [...featureNames]);
  for (const [column, shares] of reference.shares.entries()) {
    assertAlmostEquals(shares.reduce((sum, share) => sum + share, 0), 1, 1e-9);
    // A few coins have a few ranks, and the beta of BTC is always 1.
    if (["volume_rank", "beta"].includes(featureNames[column]!)) continue;
    assert(shares.every((share) => share < 0.13), `${featureNames[column]}: ${shares}`);
  }
  const other = series.map((one) => wilder(one, 3100, 6));
  assertEquals(referenceOf(other, 3000), reference);
});

Deno.test("a market like that of training does not drift, one much wilder does", () => {
  const series = market();
  const reference = referenceOf(series, 3000);
  const same = measureInputs(reference, computeFeatures(series), lastWeek(series))!;
  assert(same.psi <= same.threshold, `${same.psi} > ${same.threshold}`);
  assertEquals(same.rows, 3 * 168);
  const wild = series.map((one) => wilder(one, 3400, 6));
  const far = measureInputs(reference, computeFeatures(wild), lastWeek(wild))!;
  assert(far.psi > far.threshold, `${far.psi} <= ${far.threshold}`);
  const furthest = far.features.slice(0, 8).map((one) => one.name);
  assert(furthest.includes("log_volatility") && furthest.includes("atr"), `${furthest}`);
  const flat = far.features.find((one) => one.name === "hour_of_week_sine")!;
  assert(flat.psi < 0.05, "a whole week has every hour of the week");
});

Deno.test("hours without candles cannot be measured", () => {
  const series = market(2000);
  const reference = referenceOf(series, 1500);
  const block = { fromMs: series[0]!.openTime.at(-1)! + HOUR_MS, toMs: Infinity };
  assertEquals(measureInputs(reference, computeFeatures(series), block), null);
});

Deno.test("the worker measures the same from the last weeks alone", async () => {
  const series = market();
  const reference = referenceOf(series, 3000);
  const block = lastWeek(series);
  const expected = measureInputs(reference, computeFeatures(series), block)!;
  const recent = series.map((one) => ({
    ...one,
    openTime: one.openTime.slice(-168 - 500),
    open: one.open.slice(-168 - 500),
    high: one.high.slice(-168 - 500),
    low: one.low.slice(-168 - 500),
    close: one.close.slice(-168 - 500),
    volume: one.volume.slice(-168 - 500),
    quoteVolume: one.quoteVolume.slice(-168 - 500),
  }));
  const measured = await measureDrift({ reference, series: recent, block });
  assertAlmostEquals(measured!.psi, expected.psi, 0.01);
});

Deno.test({
  name: "on real candles the bound lets later weeks pass that 0.25 alone would not",
  ignore: !hasData("candles/BTCUSDT-1h-2021-2023.csv.gz"),
  async fn() {
    const series = await Promise.all(["BTC", "ETH", "ADA", "XRP"].map(readCoin));
    const features = computeFeatures(series);
    const fromMs = series[0]!.openTime[0]!;
    const toMs = fromMs + 70 * WEEK_MS;
    const reference = describeInputs(features, { block: { fromMs, toMs }, names: featureNames });
    const weeks = Array.from({ length: 30 }, (_, week) => {
      const block = { fromMs: toMs + week * WEEK_MS, toMs: toMs + (week + 1) * WEEK_MS };
      return measureInputs(reference, features, block)!;
    });
    assertEquals(weeks.filter((one) => one.psi > one.threshold).length, 0);
    assert(weeks.filter((one) => one.psi > 0.25).length > 20);
  },
});
