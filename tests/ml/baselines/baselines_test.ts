import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { BASELINES } from "../../../ml/baselines/baselines.ts";
import type { FittedModel, ForecastModel } from "../../../ml/baselines/baseline.ts";
import { DAY_DECAY, ewma24h } from "../../../ml/baselines/ewma_24h.ts";
import { coinFlip } from "../../../ml/baselines/coin_flip.ts";
import { drift } from "../../../ml/baselines/drift.ts";
import { ewma, RISK_METRICS_DECAY } from "../../../ml/baselines/ewma_volatility.ts";
import { momentum24h } from "../../../ml/baselines/momentum_24h.ts";
import { reversal24h } from "../../../ml/baselines/reversal_24h.ts";
import { ridge } from "../../../ml/baselines/ridge.ts";
import { seasonal24h } from "../../../ml/baselines/seasonal_24h.ts";
import { buildDataset, type Dataset } from "../../../ml/dataset.ts";
import { computeFeatures, featureNames } from "../../../ml/features/feature_set.ts";
import { fitScaler } from "../../../ml/scaler.ts";
import { type CoinSeries, HOUR_MS } from "../../../ml/series.ts";
import { normal, randomSeries, seeded } from "../random_series.ts";

const START_MS = Date.UTC(2024, 0, 1);
const TRAIN_HOURS = 1500, HOURS = 2200, HORIZON = 24;

/** A coin whose hourly log returns are given by a function of the hour and the closes before. */
function coinOf(
  symbol: string,
  hourlyReturn: (hour: number, closes: readonly number[]) => number,
  hours = HOURS,
): CoinSeries {
  const base = randomSeries({ symbol, hours, startMs: START_MS });
  const closes: number[] = [];
  for (let hour = 0; hour < hours; hour++) {
    closes.push((closes[hour - 1] ?? 100) * Math.exp(hourlyReturn(hour, closes)));
  }
  const close = Float64Array.from(closes);
  const high = close.map((price) => price * 1.001), low = close.map((price) => price * 0.999);
  return { ...base, open: close, close, high, low };
}

function market(hours = HOURS): CoinSeries[] {
  return ["BTC", "ETH", "SOL"].map((symbol, place) =>
    randomSeries({ symbol, hours, seed: place + 1, startMs: START_MS })
  );
}

interface Split {
  readonly train: Dataset;
  readonly test: Dataset;
  fit(model: ForecastModel, seed?: number): Promise<FittedModel>;
}

function split(series: readonly CoinSeries[]): Split {
  const features = computeFeatures(series);
  const block = { fromMs: START_MS, toMs: START_MS + TRAIN_HOURS * HOUR_MS };
  const scaler = fitScaler(features, { block, names: featureNames });
  const options = { sequenceLength: 3, horizonHours: HORIZON, scaler };
  const train = buildDataset(features, { ...options, ...block });
  const test = buildDataset(features, { ...options, fromMs: block.toMs + 48 * HOUR_MS });
  return {
    train,
    test,
    fit: async (model, seed = 1) => await model.fit(train, { features, seed }),
  };
}

const everySample = (dataset: Dataset) => Int32Array.from({ length: dataset.size }, (_, i) => i);

/** Medians as log returns after `hour` hours. */
async function medians({ test, fit }: Split, model: ForecastModel, hour = HORIZON) {
  const quantiles = await (await fit(model)).predict(test, everySample(test));
  return Array.from({ length: test.size }, (_, index) => {
    const scaled = quantiles[(index * HORIZON + hour - 1) * 5 + 2]!;
    return scaled * test.sampleAt(index).volatility * Math.sqrt(hour);
  });
}

Deno.test("the baselines, named as in reports", () => {
  assertEquals(BASELINES.map(({ name }) => name), [
    "zero",
    "drift",
    "seasonal_24h",
    "momentum_24h",
    "reversal_24h",
    "ewma_volatility",
    "ewma_24h",
    "ridge",
    "coin_flip",
  ]);
});

for (const model of BASELINES) {
  Deno.test(`${model.name}: finite quantiles in order that cover as they say`, async () => {
    const data = split(market());
    const quantiles = await (await data.fit(model)).predict(data.test, everySample(data.test));
    assertEquals(quantiles.length, data.test.size * HORIZON * 5);
    const targets = new Float32Array(data.test.size * HORIZON);
    data.test.fillTargets(everySample(data.test), targets);
    let inside = 0;
    targets.forEach((target, cell) => {
      const levels = quantiles.subarray(cell * 5, cell * 5 + 5);
      assert(levels.every((value, place) => place === 0 || value > levels[place - 1]!));
      if (target >= levels[0]! && target <= levels[4]!) inside++;
    });
    const share = inside / targets.length;
    assert(share > 0.8 && share < 0.98, `${share}`);
  });

  Deno.test(`${model.name}: no candle after the decision changes a forecast`, async () => {
    const known = TRAIN_HOURS + 300;
    const full = split(market());
    const poisoned = split(
      market().map((one) => ({
        ...one,
        close: one.close.map((price, row) => row <= known ? price : price * 3),
        volume: one.volume.map((volume, row) => row <= known ? volume : volume * 9),
      })),
    );
    const indexes = everySample(full.test).filter((i) => full.test.sampleAt(i).row <= known);
    assert(indexes.length > 500);
    assertEquals(
      await (await poisoned.fit(model)).predict(poisoned.test, indexes),
      await (await full.fit(model)).predict(full.test, indexes),
    );
  });

  Deno.test(`${model.name}: a sample's forecast does not hang on those asked beside it`, async () => {
    const data = split(market());
    const fitted = await data.fit(model);
    const together = await fitted.predict(data.test, Int32Array.of(5, 900, 40));
    const alone = await (await data.fit(model)).predict(data.test, Int32Array.of(900));
    assertEquals(together.subarray(HORIZON * 5, 2 * HORIZON * 5), alone);
  });

  Deno.test(`${model.name}: an empty training block is refused`, () => {
    const features = computeFeatures(market(400));
    const empty = buildDataset(features, { sequenceLength: 3, horizonHours: 24, toMs: START_MS });
    assertThrows(() => model.fit(empty, { features, seed: 1 }), RangeError, "no samples");
  });
}

Deno.test("drift goes on as the training block did", async () => {
  const random = seeded(4);
  const data = split([coinOf("BTC", () => 0.001 + 0.0001 * normal(random))]);
  for (const hour of [1, 24]) {
    for (const value of await medians(data, drift, hour)) {
      assertAlmostEquals(value, 0.001 * hour, 1e-5 * hour);
    }
  }
});

Deno.test("drift of a coin that began after the training block is the others' mean", async () => {
  const random = seeded(4);
  const old = coinOf("BTC", () => 0.001 + 0.0001 * normal(random));
  const all = coinOf("NEW", () => 0.01 * normal(random));
  const from = TRAIN_HOURS;
  const young = Object.fromEntries(
    Object.entries(all).map((
      [key, column],
    ) => [key, column instanceof Float64Array ? column.slice(from) : column]),
  ) as unknown as CoinSeries;
  const data = split([old, young]);
  const values = await medians(data, drift);
  const ofYoung = values.filter((_, index) => data.test.sampleAt(index).symbol === "NEW");
  assert(ofYoung.length > 100);
  ofYoung.forEach((value) => assertAlmostEquals(value, 0.024, 1e-3));
});

Deno.test("momentum repeats the last day and reversal takes it back, in even steps", async () => {
  const series = market();
  const data = split(series);
  const up = await medians(data, momentum24h), half = await medians(data, momentum24h, 12);
  const down = await medians(data, reversal24h);
  up.forEach((value, index) => {
    const { coin, row } = data.test.sampleAt(index);
    const { close } = series[coin]!;
    const past = Math.log(close[row]! / close[row - 24]!);
    assertAlmostEquals(value, past, 1e-6);
    assertAlmostEquals(half[index]!, past / 2, 1e-6);
    assertAlmostEquals(down[index]!, -past, 1e-6);
  });
});

Deno.test("a pattern of the hours of the day is repeated by the seasonal model", async () => {
  const pattern = (hour: number) => 0.01 * Math.sin(2 * Math.PI * hour / 24) + 0.0002;
  const data = split([coinOf("BTC", pattern)]);
  for (const hours of [1, 7, 24]) {
    (await medians(data, seasonal24h, hours)).forEach((value, index) => {
      const { row } = data.test.sampleAt(index);
      const expected = Array.from({ length: hours }, (_, step) => pattern(row + step + 1));
      assertAlmostEquals(value, expected.reduce((sum, one) => sum + one, 0), 1e-6);
    });
  }
});

Deno.test("the EWMA variance by hand, with a decay of 0.94 a day", () => {
  assertAlmostEquals(RISK_METRICS_DECAY ** 24, 0.94, 1e-12);
  const { openTime, close } = randomSeries({ hours: 200 });
  const volatility = ewma({ openTime, close }, RISK_METRICS_DECAY);
  assertEquals(volatility.findIndex((value) => !Number.isNaN(value)), 84);
  let sum = 0, weight = 0;
  for (let row = 1; row <= 150; row++) {
    const part = RISK_METRICS_DECAY ** (150 - row);
    sum += part * Math.log(close[row]! / close[row - 1]!) ** 2;
    weight += part;
  }
  assertAlmostEquals(volatility[150]!, Math.sqrt(sum / weight), 1e-12);
});

Deno.test("the EWMA range is as wide as its volatility says, coin and hour alike", async () => {
  const series = market();
  const data = split(series);
  const quantiles = await (await data.fit(ewma24h))
    .predict(data.test, everySample(data.test));
  const volatilities = series.map((one) => ewma(one, DAY_DECAY));
  const ratios = Array.from({ length: data.test.size }, (_, index) => {
    const { coin, row, volatility } = data.test.sampleAt(index);
    const at = (index * HORIZON + HORIZON - 1) * 5;
    const width = (quantiles[at + 4]! - quantiles[at]!) * volatility;
    return width / volatilities[coin]![row]!;
  });
  ratios.forEach((ratio) => assertAlmostEquals(ratio / ratios[0]!, 1, 1e-5));
});

Deno.test("ridge finds a return that a feature foretells, and only then", async () => {
  const noise = seeded(21);
  // An hour takes back six tenths of the one before.
  const planted = ["BTC", "ETH"].map((symbol) =>
    coinOf(symbol, (hour, closes) => {
      const before = hour < 2 ? 0 : Math.log(closes[hour - 1]! / closes[hour - 2]!);
      return -0.6 * before + 0.01 * normal(noise);
    })
  );
  const error = async (data: Split) => {
    const values = await medians(data, ridge, 1);
    const targets = new Float32Array(data.test.size * HORIZON);
    data.test.fillTargets(everySample(data.test), targets);
    let own = 0, none = 0;
    values.forEach((value, index) => {
      const actual = targets[index * HORIZON]! * data.test.sampleAt(index).volatility;
      own += (actual - value) ** 2;
      none += actual ** 2;
    });
    return own / none;
  };
  const found = await error(split(planted)), nothing = await error(split(market()));
  assert(found < 0.75, `${found}`);
  assert(nothing > 0.98 && nothing < 1.03, `${nothing}`);
});

Deno.test("a coin flip is the same for the same seed and another for another", async () => {
  const data = split(market());
  const thrown = async (seed: number) =>
    await (await data.fit(coinFlip, seed)).predict(data.test, Int32Array.of(1, 2, 3));
  assertEquals(await thrown(1), await thrown(1));
  assertNotEquals(await thrown(1), await thrown(2));
  const values = await medians(data, coinFlip);
  const signs = new Map<number, number[]>();
  values.forEach((value, index) => {
    const { madeAtMs } = data.test.sampleAt(index);
    signs.set(madeAtMs, [...signs.get(madeAtMs) ?? [], Math.sign(value)]);
  });
  const mixed = [...signs.values()].filter((some) => new Set(some).size > 1).length / signs.size;
  assertAlmostEquals(mixed, 0.75, 0.1, "three coins are thrown apart from each other");
  const up = values.filter((value) => value > 0).length / values.length;
  assertAlmostEquals(up, 0.5, 0.05);
});
