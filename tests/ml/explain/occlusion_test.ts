import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { identityCalibration } from "../../../ml/conformal.ts";
import { completenessOf } from "../../../ml/explain/attribution.ts";
import { FEATURE_GROUPS, groupColumns } from "../../../ml/explain/feature_groups.ts";
import {
  attributeForecasts,
  type ExplainInput,
  type RunNetwork,
} from "../../../ml/explain/occlusion.ts";
import { usualVolatility } from "../../../ml/explain/usual_volatility.ts";
import { featureNames } from "../../../ml/features/feature_set.ts";
import { HOUR_MS } from "../../../ml/series.ts";
import { centreMedians } from "../../../ml/training/centre.ts";

const WIDTH = featureNames.length;
const HOURS = 3;

/** A network of one horizon: median and half-width are functions of the last hour's inputs. */
function toyNetwork(
  median: (row: Float32Array) => number,
  halfWidth: (row: Float32Array) => number = () => 1.6,
): RunNetwork & { readonly sizes: number[] } {
  const sizes: number[] = [];
  const run: RunNetwork = (x, windows) => {
    sizes.push(windows);
    const out = new Float32Array(windows * 5);
    for (let at = 0; at < windows; at++) {
      const row = x.subarray(((at + 1) * HOURS - 1) * WIDTH, (at + 1) * HOURS * WIDTH);
      const [center, half] = [median(row), halfWidth(row)];
      out.set([-half, -half / 2, 0, half / 2, half].map((value) => center + value), at * 5);
    }
    return Promise.resolve(out);
  };
  return Object.assign(run, { sizes });
}

/** One last row per coin, repeated over the window. */
async function explain(
  network: RunNetwork,
  rows: readonly (readonly number[])[],
  scale: { readonly now: number; readonly usual: number } = { now: 0.01, usual: 0.01 },
) {
  const windows = rows.map((row) => Array.from({ length: HOURS }, () => row).flat());
  const x = Float32Array.from(windows.flat());
  const input: ExplainInput = {
    x,
    quantiles: centreMedians(await network(x, rows.length), rows.map(() => 0)),
    samples: rows.map((_, coin) => ({
      coin,
      symbol: `C${coin}`,
      row: HOURS - 1,
      madeAtMs: 0,
      close: 50,
      volatility: scale.now,
    })),
    usualVolatility: rows.map(() => scale.usual),
    featureNames,
    sequenceLength: HOURS,
    calibration: identityCalibration(1),
  };
  return await attributeForecasts(input, network);
}

const column = (name: string) => featureNames.indexOf(name);
const row = (change: Record<string, number>) => featureNames.map((name) => change[name] ?? 0.3);

Deno.test("every feature belongs to exactly one group, and a new one must be given one", () => {
  const columns = groupColumns(featureNames).flatMap((one) => one.columns);
  assertEquals(columns.toSorted((a, b) => a - b), featureNames.map((_, index) => index));
  assertEquals(
    groupColumns(featureNames).map((one) => one.columns.length > 0).includes(false),
    false,
  );
  assertThrows(() => groupColumns([...featureNames, "moon"]), RangeError, "moon");
});

Deno.test("the planted feature's group has the whole effect, the others none", async () => {
  for (const name of featureNames) {
    const network = toyNetwork((values) => 0.5 * values[column(name)]!);
    const [made] = await explain(network, [row({ [name]: 2 })]);
    const driving = groupColumns(featureNames).find(({ columns }) =>
      columns.includes(column(name))
    );
    for (const { group, effectOnMedianPercent } of made!.groups) {
      const expected = group === driving?.group ? made!.forecast.medianPercent : 0;
      assertAlmostEquals(effectOnMedianPercent, expected, 1e-3, `${name} ${group}`);
    }
    assertAlmostEquals(made!.completeness.median, 1, 1e-3);
  }
});

Deno.test("an input that only widens the range moves the width, not the median", async () => {
  const widens = toyNetwork(() => 0, (values) => 1.6 + 0.2 * values[column("volume_zscore")]!);
  const [made] = await explain(widens, [row({ volume_zscore: 3 })]);
  const volume = made!.groups.find(({ group }) => group === "volume")!;
  assertEquals(volume.effectOnMedianPercent, 0);
  assertAlmostEquals(
    volume.effectOnWidthPercent,
    made!.forecast.widthPercent - made!.typical.widthPercent,
    1e-2,
  );
  assertEquals(volume.level, 3);
});

Deno.test("unusual volatility widens the range even where the network ignores it", async () => {
  const [made] = await explain(toyNetwork(() => 0), [row({})], { now: 0.015, usual: 0.01 });
  const effects = made!.groups.map((one) => one.effectOnWidthPercent);
  assertAlmostEquals(made!.forecast.widthPercent / made!.typical.widthPercent, 1.5, 1e-2);
  assertEquals(
    effects.map((one) => one > 0.1),
    FEATURE_GROUPS.map((one) => one.group === "volatility"),
  );
  assertEquals(made!.volatility, { nowPercent: 1.5, usualPercent: 1 });
  const { forecast, typical } = made!;
  assertAlmostEquals(Math.max(...effects), forecast.widthPercent - typical.widthPercent, 1e-2);
});

Deno.test("effects add up where groups act alone or in pairs, and the rest is told where not", async () => {
  const weights = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), {
    minLength: WIDTH,
    maxLength: WIDTH,
  });
  await fc.assert(
    fc.asyncProperty(weights, weights, async (linear, pairs) => {
      const network = toyNetwork((values) =>
        linear.reduce((sum, weight, at) => sum + weight * values[at]!, 0) +
        pairs.reduce((sum, weight, at) => sum + weight * values[at]! * values[(at + 1) % WIDTH]!, 0)
      );
      const [made] = await explain(network, [row({})], { now: 0.001, usual: 0.001 });
      const sum = made!.groups.reduce((total, one) => total + one.effectOnMedianPercent, 0);
      assertAlmostEquals(sum, made!.forecast.medianPercent - made!.typical.medianPercent, 1e-4);
    }),
    { numRuns: 50, seed: 1 },
  );
  const triple = toyNetwork((values) =>
    values[column("rsi")]! * values[column("beta")]! * values[column("return_1h")]!
  );
  const [made] = await explain(triple, [row({ rsi: 1, beta: 1, return_1h: 1 })]);
  assert(made!.completeness.median < 0.9, String(made!.completeness.median));
});

Deno.test("a lean that comes from no input is left unexplained", async () => {
  const [made] = await explain(toyNetwork(() => 0.2), [row({})]);
  assertEquals(made!.groups.every((one) => one.effectOnMedianPercent === 0), true);
  assertEquals(made!.completeness, { median: 0, width: 1 });
  assertEquals(completenessOf(1, [0.5, 0.25]), 0.75);
  assertEquals(completenessOf(0, []), 1);
});

Deno.test("fifty coins are explained in batches of at most 64, some hundred bytes each", async () => {
  const network = toyNetwork((values) => 0.1 * values[column("rsi")]!);
  const rows = Array.from({ length: 50 }, (_, coin) => row({ rsi: coin / 10 }));
  const made = await explain(network, rows);
  assertEquals(Math.max(...network.sizes.slice(1)), 64);
  assertEquals(network.sizes.slice(1).reduce((sum, size) => sum + size, 0), 50 * 12 + 1);
  for (const [coin, { groups, forecast, completeness }] of made.entries()) {
    const oscillators = groups.find(({ group }) => group === "oscillators")!;
    assertAlmostEquals(oscillators.effectOnMedianPercent, forecast.medianPercent, 1e-3);
    assertAlmostEquals(forecast.medianPercent, (coin - 24.5) / 100, 1e-3);
    assert(completeness.median > 0.99);
  }
  assert(JSON.stringify(made[49]).length < 1000);
});

Deno.test("what all coins share moves none of them, since the common lean is not published", async () => {
  const network = toyNetwork((values) =>
    0.5 + values[column("market_return_24h")]! + 0.2 * values[column("return_24h")]!
  );
  const rows = Array.from({ length: 8 }, (_, coin) => row({ return_24h: coin / 4 }));
  for (const { groups, typical } of await explain(network, rows)) {
    const market = groups.find(({ group }) => group === "market")!;
    assertAlmostEquals(market.effectOnMedianPercent, 0, 1e-4);
    assertAlmostEquals(typical.medianPercent, 0, 1e-4);
  }
  // Too few to tell a common lean: each coin's own words are published.
  const [alone] = await explain(network, rows.slice(0, 1));
  assert(alone!.groups.find(({ group }) => group === "market")!.effectOnMedianPercent > 0.1);
});

Deno.test("usual volatility is the median of two weeks, whatever came before", () => {
  const openTime = Float64Array.from({ length: 1000 }, (_, hour) => hour * HOUR_MS);
  const volatility = Float64Array.from(
    openTime,
    (_, hour) => hour < 664 ? 9 : hour === 999 ? 5 : 1,
  );
  assertEquals(usualVolatility(openTime, volatility), 1);
  assertEquals(usualVolatility(openTime, volatility.map(() => NaN)), NaN);
  assertEquals(usualVolatility(openTime.subarray(0, 1), Float64Array.of(3)), 3);
});
