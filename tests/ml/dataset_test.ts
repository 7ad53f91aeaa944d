import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { buildDataset } from "../../ml/dataset.ts";
import { computeFeatures, featureNames } from "../../ml/features/feature_set.ts";
import { latestWindows } from "../../ml/latest_windows.ts";
import { fitScaler } from "../../ml/scaler.ts";
import { HOUR_MS } from "../../ml/series.ts";
import { findWindowEnds } from "../../ml/window.ts";
import { randomSeries } from "./random_series.ts";
import { hasData, readCandles, sliceSeries } from "./real_candles.ts";

const F = featureNames.length;
const OPTIONS = { sequenceLength: 24, horizonHours: 6 };

function featuresOf(hours: number, missing: readonly number[] = []) {
  return computeFeatures([
    randomSeries({ symbol: "BTC", hours, missing }),
    randomSeries({ symbol: "ETH", hours, missing, seed: 2 }),
  ]);
}

const EVERYTHING = { fromMs: -Infinity, toMs: Infinity };

Deno.test("a gapless history drops only the warm-up and the unknown labels", () => {
  const dataset = buildDataset(featuresOf(400), OPTIONS);
  // Rows 168…399 are defined; the first window ends 23 rows later, the last label 6 rows earlier.
  const perCoin = 400 - 168 - 23 - 6;
  assertEquals(dataset.size, 2 * perCoin);
  assertEquals(dataset.dropped, { gap: 0, nan: 2 * (168 + 23 - 23), label: 2 * 6 });
});

Deno.test("windows and labels that cross a gap are dropped and counted", () => {
  const features = featuresOf(800, [500]);
  const dataset = buildDataset(features, OPTIONS);
  assertEquals(dataset.dropped.gap, 2 * 23);
  for (let index = 0; index < dataset.size; index++) {
    const { coin, row } = dataset.sampleAt(index);
    const time = features[coin]!.openTime;
    assertEquals(time[row]! - time[row - 23]!, 23 * HOUR_MS);
    assertEquals(time[row + 6]! - time[row]!, 6 * HOUR_MS);
  }
  const windows = features.map((one) => findWindowEnds(one, 24));
  const candidates = features.reduce((sum, one) => sum + one.rows - 23, 0);
  const kept = windows.reduce((sum, { ends }) => sum + ends.length, 0);
  const { gap, nan, label } = dataset.dropped;
  assertEquals(dataset.size + label, kept);
  assertEquals(kept + gap + nan, candidates);
});

Deno.test("fill copies the scaled window and the targets divided by volatility and root of h", () => {
  const features = featuresOf(500);
  const scaler = fitScaler(features, { block: EVERYTHING, names: featureNames, clip: 3 });
  const dataset = buildDataset(features, { ...OPTIONS, scaler });
  const indexes = Int32Array.of(dataset.size - 1, 0, 7);
  const x = new Float32Array(3 * 24 * F);
  const y = new Float32Array(3 * 6);
  dataset.fill(indexes, x, y);
  indexes.forEach((index, place) => {
    const { coin, row, volatility, close, madeAtMs } = dataset.sampleAt(index);
    const one = features[coin]!;
    assertEquals(madeAtMs, one.openTime[row]! + HOUR_MS);
    for (const [step, column] of [[0, 0], [23, F - 1], [11, 6]] as const) {
      const raw = one.values[(row - 23 + step) * F + column]!;
      const scaled = (raw - scaler.center[column]!) / scaler.scale[column]!;
      const expected = Math.max(-3, Math.min(3, scaled));
      assertAlmostEquals(x[(place * 24 + step) * F + column]!, expected, 1e-6);
    }
    const target = Math.log(one.close[row + 4]! / close) / (volatility * 2);
    assertAlmostEquals(y[place * 6 + 3]!, target, 1e-5);
  });
});

Deno.test("bounds select samples by the open time of their last input candle", () => {
  const features = featuresOf(500);
  const fromMs = features[0]!.openTime[300]!;
  const dataset = buildDataset(features, { ...OPTIONS, fromMs, toMs: fromMs + 10 * HOUR_MS });
  assertEquals(dataset.size, 20);
  assertEquals(dataset.sampleAt(0).row, 300);
  assertEquals(dataset.sampleAt(19).row, 309);
  assertEquals(dataset.dropped, { gap: 0, nan: 0, label: 0 });
});

Deno.test("latest windows equal the dataset's, and skip stale, gapped and young coins", () => {
  const long = randomSeries({ symbol: "BTC", hours: 500 });
  const startMs = long.openTime[0]!;
  const series = [
    long,
    sliceSeries(randomSeries({ symbol: "OLD", hours: 500, seed: 2 }), 0, 497),
    randomSeries({ symbol: "GAP", hours: 500, seed: 3, missing: [490, 491] }),
    randomSeries({ symbol: "NEW", hours: 10, seed: 4, startMs: startMs + 490 * HOUR_MS }),
    randomSeries({ symbol: "WARM", hours: 100, seed: 5, startMs: startMs + 400 * HOUR_MS }),
    randomSeries({ symbol: "NONE", hours: 0 }),
  ];
  const features = computeFeatures(series);
  const scaler = fitScaler(features, { block: EVERYTHING, names: featureNames });
  const { x, samples, skipped } = latestWindows(features, { sequenceLength: 24, scaler });
  assertEquals(samples.map(({ symbol, row }) => [symbol, row]), [["BTC", 499]]);
  assertEquals(skipped, [
    { symbol: "OLD", reason: "its newest candle is 3 hours behind the market" },
    { symbol: "GAP", reason: "2 hours are missing in the last 26" },
    { symbol: "NEW", reason: "10 hours of history, 24 are needed" },
    { symbol: "WARM", reason: "an indicator is undefined in the last 24 hours" },
    { symbol: "NONE", reason: "no candles" },
  ]);
  const dataset = buildDataset(features, { sequenceLength: 24, horizonHours: 0, scaler });
  const newest = Array.from({ length: dataset.size }, (_, index) => index)
    .find((index) => dataset.sampleAt(index).coin === 0 && dataset.sampleAt(index).row === 499)!;
  const expected = new Float32Array(24 * F);
  dataset.fill(Int32Array.of(newest), expected, new Float32Array(0));
  assertEquals(x, expected);
});

Deno.test("coins with different numbers of features are refused", () => {
  const [first, second] = featuresOf(300);
  const narrow = { ...second!, values: new Float32Array(second!.rows * 2) };
  assertThrows(() => buildDataset([first!, narrow], OPTIONS), RangeError, "differ in their number");
});

const OUTAGES = "candles/gaps/BTCUSDT-1h-2017-2020.csv.gz";

Deno.test({
  name: "no window or label crosses a real outage of 2017 to 2020",
  ignore: !hasData(OUTAGES),
  async fn() {
    const features = computeFeatures([await readCandles(OUTAGES, "BTC")]);
    const dataset = buildDataset(features, { sequenceLength: 168, horizonHours: 24 });
    const { openTime, rows } = features[0]!;
    const { gap, nan, label } = dataset.dropped;
    assertEquals(dataset.size + gap + nan + label, rows - 167);
    assert(gap > 0 && dataset.size > 10_000);
    for (const row of dataset.samples.row) {
      assertEquals(openTime[row + 24]! - openTime[row - 167]!, (167 + 24) * HOUR_MS);
    }
  },
});
