import { assertAlmostEquals, assertEquals } from "@std/assert";
import { buildDataset } from "../../../ml/dataset.ts";
import { computeFeatures } from "../../../ml/features/feature_set.ts";
import { evenHours } from "../../../ml/training/batches.ts";
import { centreMedians } from "../../../ml/training/centre.ts";
import { randomSeries } from "../random_series.ts";

/** One horizon: a coin's five quantiles around its median. */
const around = (median: number) => [-2, -1, 0, 1, 2].map((one) => one + median);

Deno.test("the common lean of a moment is taken out, order and widths stay", () => {
  const medians = [1, 2, 3, 4, 5, 10, 20, 30, 40, 50];
  const moments = [7, 7, 7, 7, 7, 8, 8, 8, 8, 8];
  const centred = centreMedians(Float32Array.from(medians.flatMap(around)), moments);
  const expected = [-2, -1, 0, 1, 2, -20, -10, 0, 10, 20];
  assertEquals(centred, Float32Array.from(expected.flatMap(around)));
});

Deno.test("each horizon is centred on its own", () => {
  const rows = [1, 2, 3, 4, 5].map((one) => [...around(one), ...around(-10 * one)]);
  const centred = centreMedians(Float32Array.from(rows.flat()), [1, 1, 1, 1, 1]);
  assertAlmostEquals(centred[2]!, -2);
  assertAlmostEquals(centred[7]!, 20);
});

Deno.test("few coins keep what they say", () => {
  const quantiles = Float32Array.from([1, 2, 3, 4].flatMap(around));
  assertEquals(centreMedians(quantiles, [1, 1, 1, 1]), quantiles);
});

Deno.test("samples in whole cross-sections: every coin at each of the hours, in order of time", () => {
  const features = computeFeatures(
    [1, 2, 3].map((seed) => randomSeries({ symbol: `C${seed}`, hours: 400, seed })),
  );
  const dataset = buildDataset(features, { sequenceLength: 8, horizonHours: 4 });
  const samples = [...evenHours(dataset, 30)].map((index) => dataset.sampleAt(index));
  assertEquals(samples.length, 30);
  const hours = [...new Set(samples.map(({ madeAtMs }) => madeAtMs))];
  assertEquals(hours.length, 10);
  assertEquals(hours, hours.toSorted((a, b) => a - b));
  for (const hour of hours) {
    const coins = samples.filter(({ madeAtMs }) => madeAtMs === hour).map(({ symbol }) => symbol);
    assertEquals(coins, ["C1", "C2", "C3"]);
  }
});
