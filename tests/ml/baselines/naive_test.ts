import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fitNaiveQuantiles, naiveForecasts, naivePinball } from "../../../ml/baselines/naive.ts";
import { buildDataset } from "../../../ml/dataset.ts";
import { computeFeatures } from "../../../ml/features/feature_set.ts";
import { HOUR_MS } from "../../../ml/series.ts";
import { randomSeries } from "../random_series.ts";
import { hasData, readCoin, sliceSeries } from "../real_candles.ts";

const OPTIONS = { horizonHours: 24, calibrationDays: 180 };

Deno.test("the naive forecast stays at the close and claims no direction", () => {
  const series = randomSeries({ hours: 2000 });
  const [forecast] = naiveForecasts([series], OPTIONS);
  assertEquals(forecast!.symbol, "BTC");
  assertEquals(forecast!.close, series.close[1999]);
  assertEquals(forecast!.madeAtMs, series.openTime[1999]! + HOUR_MS);
  assertEquals(forecast!.path.length, 24);
  assert(forecast!.path.every(({ q50 }) => q50 === forecast!.close));
  assertEquals([forecast!.probabilityUp, forecast!.confidence], [0.5, 0.5]);
  assertEquals(forecast!.changePercent, 0);
});

Deno.test("ranges of a known random walk have its width", () => {
  const [forecast] = naiveForecasts([randomSeries({ hours: 5000 })], OPTIONS);
  // Hourly deviation 1 %: the 90 % range after 24 h is ±1.645 · √24 %.
  const reach = Math.log(forecast!.path[23]!.q95 / forecast!.close);
  assertAlmostEquals(reach, 1.645 * Math.sqrt(24) * 0.01, 0.02);
});

Deno.test("a young coin gets a wide range, one without a volatility none", () => {
  const [young] = naiveForecasts([randomSeries({ hours: 120 })], OPTIONS);
  assertEquals(young!.path.length, 24);
  assert(young!.path[23]!.q95 > young!.close * 1.05);
  assertEquals(naiveForecasts([randomSeries({ hours: 40 })], OPTIONS), []);
  assertEquals(naiveForecasts([randomSeries({ hours: 0 })], OPTIONS), []);
});

Deno.test("naive ranges use no candle after the decision", () => {
  const series = randomSeries({ hours: 3000 });
  const poisoned = { ...series, close: series.close.map((p, row) => row < 2000 ? p : p * 50) };
  assertEquals(
    naiveForecasts([sliceSeries(poisoned, 0, 2000)], OPTIONS),
    naiveForecasts([sliceSeries(series, 0, 2000)], OPTIONS),
  );
});

Deno.test({
  name: "naive 90 % ranges of real coins cover 85 to 95 % of the closes a day later",
  ignore: !hasData("candles/BTCUSDT-1h-2021-2023.csv.gz"),
  async fn() {
    for (const symbol of ["BTC", "DOGE", "SOL", "XRP"]) {
      const series = await readCoin(symbol);
      let inside = 0, days = 0;
      for (let end = 100 * 24; end + 24 <= series.close.length; end += 24) {
        const [forecast] = naiveForecasts([sliceSeries(series, end - 100 * 24, end)], {
          horizonHours: 24,
          calibrationDays: 90,
        });
        const { targetMs, q05, q95 } = forecast!.path[23]!;
        const row = series.openTime.indexOf(targetMs - HOUR_MS, end);
        if (row < 0) continue;
        days++;
        if (series.close[row]! >= q05 && series.close[row]! <= q95) inside++;
      }
      const share = inside / days;
      assert(days > 600 && share > 0.85 && share < 0.95, `${symbol}: ${share} of ${days} days`);
    }
  },
});

Deno.test("naive quantiles are the training targets' with a zero median, and lose least there", () => {
  const features = computeFeatures([randomSeries({ hours: 3000 })]);
  const dataset = buildDataset(features, { sequenceLength: 2, horizonHours: 3 });
  const quantiles = fitNaiveQuantiles(dataset);
  assertEquals(quantiles.length, 15);
  assertEquals([quantiles[2], quantiles[7], quantiles[12]], [0, 0, 0]);
  assertAlmostEquals(quantiles[4]!, 1.645, 0.25);
  assertAlmostEquals(quantiles[1]!, -0.674, 0.15);
  const loss = naivePinball(dataset, quantiles);
  for (const factor of [0.8, 1.25]) {
    assert(naivePinball(dataset, quantiles.map((value) => value * factor)) > loss);
  }
  // Mean pinball of a standard normal at these five levels.
  assertAlmostEquals(loss, 0.245, 0.03);
});
