import { assert, assertEquals, assertRejects } from "@std/assert";
import { ridge } from "../../../ml/baselines/ridge.ts";
import { zero } from "../../../ml/baselines/zero.ts";
import { calibrateFold } from "../../../ml/evaluate/calibrate_fold.ts";
import { planFolds } from "../../../ml/evaluate/folds.ts";
import { forecastFold } from "../../../ml/evaluate/forecast_fold.ts";
import { markCalls } from "../../../ml/evaluate/mark_calls.ts";
import type { TestForecast } from "../../../ml/evaluate/records.ts";
import { tabulate } from "../../../ml/evaluate/report.ts";
import { walkForward, type WalkOptions } from "../../../ml/evaluate/walk_forward.ts";
import { shuffle } from "../../../ml/random.ts";
import { type CoinSeries, HOUR_MS } from "../../../ml/series.ts";
import { normal, randomSeries, seeded } from "../random_series.ts";
import { hasData, readCoin } from "../real_candles.ts";
import { fiveCoins, smallTask } from "./market.ts";

const COINS =
  "BTC ETH BNB XRP ADA SOL DOGE DOT LTC TRX AVAX LINK ATOM UNI ETC XLM ALGO BCH FIL NEAR"
    .split(" ");

/** Prices that keep their direction for about ten days, each coin its own, or do not. */
function trendingCoins(drift: number): CoinSeries[] {
  return ["BTC", "ETH", "SOL", "ADA", "XRP", "DOT"].map((symbol, place) => {
    const walk = randomSeries({ symbol, hours: 5000, seed: place + 1 });
    const random = seeded(100 + place);
    let direction = 1, gone = 0;
    const lift = walk.close.map(() => {
      if (random() < 1 / 240) direction = normal(random) > 0 ? 1 : -1;
      return Math.exp(gone += drift * direction);
    });
    const raise = (values: Float64Array) => values.map((value, row) => value * lift[row]!);
    return {
      ...walk,
      open: raise(walk.open),
      high: raise(walk.high),
      low: raise(walk.low),
      close: raise(walk.close),
    };
  });
}

/** Ridge regression through two folds, calibrated, before any call. */
async function walkWithRidge(series: readonly CoinSeries[]): Promise<TestForecast[]> {
  const settings = { sequenceLength: 8, horizonHours: 24, seed: 1 };
  const { openTime } = series[0]!;
  const folds = planFolds({
    ...settings,
    fromMs: openTime[0]!,
    toMs: openTime.at(-1)! + HOUR_MS,
    folds: 2,
    scheme: "expanding",
    coins: series.map(({ symbol }) => symbol),
  });
  const forecasts: TestForecast[] = [];
  for (const fold of folds) {
    const models = [zero, ridge];
    const { rows, quantiles } = await forecastFold({
      ...settings,
      series,
      fold,
      models,
      strideHours: 12,
    });
    forecasts.push(...calibrateFold({
      model: "ridge",
      rows,
      quantiles: quantiles.get("ridge")!,
      testFromMs: fold.test.fromMs,
      heldOut: fold.heldOut,
      horizonHours: 24,
    }));
  }
  return forecasts;
}

const calls = (forecasts: readonly TestForecast[]) =>
  markCalls(forecasts).filter(({ called }) => called).length;

Deno.test("a planted trend is called in time, shuffled outcomes and random walks are not", async () => {
  const planted = await walkWithRidge(trendingCoins(0.002));
  const share = calls(planted) / planted.length;
  assert(share > 0.2, `${share} of the forecasts called`);
  const early = markCalls(planted).filter(({ madeAtMs }) =>
    madeAtMs < planted[0]!.madeAtMs + 60 * 24 * HOUR_MS
  );
  assertEquals(early.filter(({ called }) => called).length, 0, "sixty days must be scored first");
  const moves = planted.map(({ actual, close }) => actual / close);
  const order = shuffle(Int32Array.from(moves.keys()), seeded(3));
  const shuffled = planted.map((one, row) => ({ ...one, actual: one.close * moves[order[row]!]! }));
  assertEquals(calls(shuffled), 0);
  assertEquals(calls(await walkWithRidge(trendingCoins(0))), 0);
});

function smallWalk(more: Partial<WalkOptions> = {}): WalkOptions {
  const { epochs: _epochs, trainStride: _stride, ...network } = smallTask().network;
  return {
    folds: 2,
    scheme: "expanding",
    strideHours: 12,
    steps: 10,
    workers: 2,
    network,
    ...more,
  };
}

Deno.test("folds in Workers give the same forecasts however many work side by side", async () => {
  const series = fiveCoins();
  const [two, one, sliding] = await Promise.all([
    walkForward(series, smallWalk()),
    walkForward(series, smallWalk({ workers: 1 })),
    walkForward(series, smallWalk({ scheme: "sliding" })),
  ]);
  assertEquals(two!.forecasts, one!.forecasts);
  assertEquals(two!.folds.map(({ fold }) => fold.number), [1, 2]);
  const starts = sliding!.folds.map(({ fold }) => fold.blocks.train.fromMs);
  assert(starts[1]! > starts[0]!);
});

Deno.test("a stopped evaluation ends with the reason of the stop", async () => {
  const stop = new AbortController();
  const walk = walkForward(fiveCoins(), smallWalk(), {
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("enough")),
  });
  await assertRejects(() => walk, Error, "enough");
});

const isSoak = Deno.env.get("SOAK") === "1";

Deno.test({
  name: "on two years of 20 coins the ranges cover, held-out coins too, and beat EWMA",
  ignore: !isSoak || !hasData("candles/BTCUSDT-1h-2021-2023.csv.gz"),
  async fn() {
    const series = await Promise.all(COINS.map(readCoin));
    for (const type of ["LSTM", "GRU"] as const) await checkTargets(series, type);
  },
});

async function checkTargets(series: readonly CoinSeries[], type: "LSTM" | "GRU"): Promise<void> {
  const startedMs = performance.now();
  const { forecasts, folds } = await walkForward(series, {
    folds: 6,
    scheme: "expanding",
    strideHours: 6,
    steps: 400,
    workers: 2,
    network: { type, sequenceLength: 168, horizonHours: 24, seed: 1, engine: "onnx" },
  });
  const seconds = (performance.now() - startedMs) / 1000;
  const tables = tabulate({
    forecasts,
    isHeldOut: ({ symbol, madeAtMs }) =>
      folds.some(({ fold: { test, heldOut } }) =>
        madeAtMs > test.fromMs && madeAtMs <= test.toMs && heldOut.includes(symbol)
      ),
    seed: 1,
    resamples: 200,
  });
  const name = type.toLowerCase();
  const summary = tables.summary[name]!;
  const held = tables.held_out_coverage[name]!;
  console.log(name, `${seconds.toFixed(0)} s`, JSON.stringify({ summary, held }));
  assert(seconds < 20 * 60);
  for (const level of [50, 80, 90] as const) {
    const close = (share: number) => Math.abs(share - level / 100) <= 0.03;
    assert(close(summary[`coverage_${level}`]!.value!), `${level} % over all`);
    assert(close(held[`coverage_${level}`]), `${level} % of held-out coins`);
  }
  for (const month of tables.coverage_by_month[name]!) {
    assert(month.coverage_90 >= 0.8, month.month);
  }
  assert(summary.ece!.value! < 0.03);
  assert(summary.winkler_90!.value! < tables.summary.ewma_volatility!.winkler_90!.value!);
}
