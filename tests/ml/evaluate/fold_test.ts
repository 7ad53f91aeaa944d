import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { zero } from "../../../ml/baselines/zero.ts";
import { ridge } from "../../../ml/baselines/ridge.ts";
import { forecastFold } from "../../../ml/evaluate/forecast_fold.ts";
import { toCsvLine } from "../../../ml/evaluate/forecast_csv.ts";
import { cutSeries } from "../../../ml/evaluate/network_model.ts";
import { type FoldResult, type FoldTask, runFold } from "../../../ml/evaluate/run_fold.ts";
import { type CoinSeries, HOUR_MS } from "../../../ml/series.ts";
import { firstFold, fiveCoins, smallTask } from "./market.ts";

/** Prices from a moment on are other ones. */
function rewrite(series: readonly CoinSeries[], fromMs: number): CoinSeries[] {
  return series.map((one) => {
    const change = (values: Float64Array) =>
      values.map((value, row) => one.openTime[row]! >= fromMs ? value * 3 + row % 7 : value);
    return {
      ...one,
      open: change(one.open),
      high: change(one.high),
      low: change(one.low),
      close: change(one.close),
      volume: change(one.volume),
    };
  });
}

function bytes({ forecasts }: FoldResult, untilMs = Infinity): string[] {
  return [...forecasts.values()].flat().filter(({ madeAtMs }) => madeAtMs <= untilMs)
    .map(toCsvLine);
}

const run = (task: FoldTask) => runFold(task, { now: () => 0 });

Deno.test("a fold's scaler and models never see its test block nor its held-out coins", async () => {
  const series = fiveCoins();
  const fold = firstFold(series);
  assertEquals(fold.heldOut.length, 1);
  const input = {
    fold,
    models: [zero, ridge],
    sequenceLength: 24,
    horizonHours: 24,
    strideHours: 6,
    seed: 1,
  };
  const before = await forecastFold({ ...input, series });
  const after = await forecastFold({ ...input, series: rewrite(series, fold.test.fromMs) });
  assertEquals(after.scaler, before.scaler);
  const earlier = before.rows.madeAtMs.findIndex((madeAtMs) => madeAtMs > fold.test.fromMs) * 5;
  assert(earlier > 0);
  for (const [model, quantiles] of before.quantiles) {
    assertEquals(after.quantiles.get(model)!.subarray(0, earlier), quantiles.subarray(0, earlier));
  }
  const [heldOut] = fold.heldOut;
  const strange = series.map((one) => one.symbol === heldOut ? rewrite([one], -1)[0]! : one);
  const without = await forecastFold({ ...input, series: strange });
  // The market's mean return is a feature that all coins share; the coin's own columns are not.
  const own = (index: number) => !before.scaler.names[index]!.startsWith("market_");
  before.scaler.center.forEach((value, index) => {
    if (own(index) && !["volume_rank", "beta"].includes(before.scaler.names[index]!)) {
      assertEquals(without.scaler.center[index], value, before.scaler.names[index]);
    }
  });
});

Deno.test("the same seed gives the same bytes, and truncated history the same earlier forecasts", async () => {
  const task = smallTask();
  const whole = await run(task);
  assertEquals(bytes(await run(task)), bytes(whole));
  const other = await run({ ...task, network: { ...task.network, seed: 4 } });
  assertNotEquals(bytes(other), bytes(whole));
  const { test } = task.fold;
  const cutMs = test.fromMs + Math.floor((test.toMs - test.fromMs) / HOUR_MS / 2) * HOUR_MS;
  const cut = await run({ ...task, series: task.series.map((one) => cutSeries(one, cutMs)) });
  // A forecast needs its outcome to be among the rows: the last day of a cut history has none yet.
  const knownMs = cutMs - 24 * HOUR_MS;
  assertEquals(bytes(cut), bytes(whole, knownMs));
});

Deno.test("the network and every baseline forecast the same coins and hours", async () => {
  const { forecasts, steps, parts, fold } = await run(smallTask());
  const [first, ...others] = [...forecasts.values()].map((rows) =>
    rows.map(({ symbol, madeAtMs, close, actual }) => ({ symbol, madeAtMs, close, actual }))
  );
  assert(steps > 0);
  assert(first!.length > 300, `${first!.length} forecasts`);
  for (const other of others) assertEquals(other, first);
  assertEquals([...forecasts.keys()][0], "gru");
  assert(parts.some(({ part }) => part === "calibration"));
  for (const one of [...forecasts.values()].flat()) {
    assert(one.madeAtMs > fold.test.fromMs && one.madeAtMs <= fold.test.toMs);
    assert(one.targetMs === one.madeAtMs + 24 * HOUR_MS);
    const quantiles = [one.q05, one.q10, one.q25, one.q50, one.q75, one.q90, one.q95];
    assertEquals(quantiles, quantiles.toSorted((a, b) => a - b));
    assert(one.confidence >= 0.5 && one.confidence <= 1);
  }
});
