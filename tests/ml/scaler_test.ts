import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { computeFeatures, featureNames } from "../../ml/features/feature_set.ts";
import { fitScaler, scaleRows, scalerSchema } from "../../ml/scaler.ts";
import { randomSeries } from "./random_series.ts";

const F = featureNames.length;
const EVERYTHING = { fromMs: -Infinity, toMs: Infinity };

function featuresOf(hours: number) {
  return computeFeatures([
    randomSeries({ symbol: "BTC", hours }),
    randomSeries({ symbol: "ETH", hours, seed: 2 }),
  ]);
}

Deno.test("the scaler sees the training block only", () => {
  const features = featuresOf(800);
  const block = { fromMs: 0, toMs: features[0]!.openTime[500]! };
  const options = { block, names: featureNames };
  const expected = fitScaler(features, options);
  const poisoned = features.map((one) => ({
    ...one,
    values: one.values.map((value, cell) => cell >= 500 * F ? 1e6 : value),
  }));
  assertEquals(fitScaler(poisoned, options), expected);
  const leaky = fitScaler(poisoned, { ...options, block: EVERYTHING });
  assert(leaky.scale[0] !== expected.scale[0]);
});

Deno.test("scaled training columns are centred and of unit spread, either way", () => {
  const features = featuresOf(800);
  for (const method of ["robust", "standard"] as const) {
    const scaler = fitScaler(features, { block: EVERYTHING, names: featureNames, method });
    assertEquals(scaler.center.length, F);
    assertAlmostEquals(scaler.center[0]!, 0, 0.15);
    assertAlmostEquals(scaler.scale[0]!, 1, 0.2);
    assert(scaler.scale.every((value) => value > 0));
  }
});

Deno.test("a feature without any value in the training block is named", () => {
  const features = featuresOf(800);
  const block = { fromMs: 0, toMs: features[0]!.openTime[10]! };
  assertThrows(
    () => fitScaler(features, { block, names: featureNames }),
    RangeError,
    '"return_1h" has no value in the training block',
  );
});

Deno.test("a scaler survives JSON, and one whose lists differ in length is refused", () => {
  const scaler = fitScaler(featuresOf(400), { block: EVERYTHING, names: featureNames });
  assertEquals(scalerSchema.parse(JSON.parse(JSON.stringify(scaler))), scaler);
  assertThrows(() => scalerSchema.parse({ ...scaler, center: [0] }), Error, "differ in number");
  assertThrows(() => scalerSchema.parse({ ...scaler, scale: scaler.scale.map(() => 0) }));
});

Deno.test("a constant column is centred and not divided by zero", () => {
  const [coin] = featuresOf(400);
  const constant = { ...coin!, values: new Float32Array(400).fill(7) };
  const scaler = fitScaler([constant], { block: EVERYTHING, names: ["constant"] });
  const out = new Float32Array(2);
  scaleRows(scaler, constant.values, 398, 400, out);
  assertEquals([...out], [0, 0]);
  scaleRows(scaler, Float32Array.of(100, -100), 0, 2, out);
  assertEquals([...out], [5, -5], "clipped");
  assertThrows(() => scaleRows(scaler, constant.values, 399, 401, out), RangeError, "401 rows");
});
