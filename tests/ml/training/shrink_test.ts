import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initialWeights } from "../../../ml/initial_weights.ts";
import { gaussian, seededRandom } from "../../../ml/random.ts";
import { withForecaster } from "../../../ml/training/forecaster.ts";
import {
  fitShrinkage,
  LEAST_LOCATION,
  leastShrinkage,
  shrinkQuantiles,
  shrinkWeights,
} from "../../../ml/training/shrink.ts";

const NORMAL = [-1.645, -0.674, 0, 0.674, 1.645];
const naive = Float32Array.from([...NORMAL, ...NORMAL]);

/** Forecasts of a signal of the given strength in outcomes of unit spread, one horizon told apart. */
function outcomes(strength: number) {
  const random = seededRandom(3);
  const predicted: number[] = [];
  const actual: number[] = [];
  for (let sample = 0; sample < 3000; sample++) {
    for (let horizon = 0; horizon < 2; horizon++) {
      const signal = gaussian(random);
      actual.push(strength * signal + gaussian(random));
      predicted.push(...NORMAL.map((level) => level + 0.5 * signal));
    }
  }
  const madeAtMs = Float64Array.from({ length: 3000 }, (_, sample) => sample * 3_600_000);
  return {
    predicted: Float32Array.from(predicted),
    actual: Float32Array.from(actual),
    madeAtMs,
  };
}

Deno.test("a median that knows nothing is shrunk to the naive one", () => {
  assert(fitShrinkage(outcomes(0), naive).location <= 0.1);
});

Deno.test("a median that is right is kept, one too bold is halved", () => {
  assert(fitShrinkage(outcomes(0.5), naive).location >= 0.9);
  assertAlmostEquals(fitShrinkage(outcomes(0.25), naive).location, 0.5, 0.15);
});

Deno.test("a median that was right in one week only is not believed", () => {
  const lucky = outcomes(0.5);
  const unlucky = outcomes(-0.1);
  lucky.actual.set(unlucky.actual.subarray(600), 600);
  assert(fitShrinkage(lucky, naive).location <= 0.1);
});

Deno.test("spreads that are twice too wide or narrow are not believed", () => {
  for (const factor of [0.5, 2]) {
    const forecasts = outcomes(0);
    const predicted = forecasts.predicted.map((_, i) => factor * NORMAL[i % 5]!);
    assertEquals(fitShrinkage({ ...forecasts, predicted }, naive).spread, 0);
  }
});

Deno.test("two blocks are believed as far as both support it", () => {
  assertEquals(
    leastShrinkage([{ location: 0.2, spread: 1 }, { location: 0.7, spread: 0.4 }]),
    { location: 0.2, spread: 0.4 },
  );
});

Deno.test("a median that no block supports keeps the order of the coins, at a twentieth", () => {
  assertEquals(
    leastShrinkage([{ location: 0, spread: 1 }, { location: 0.7, spread: 0 }]),
    { location: LEAST_LOCATION, spread: 0 },
  );
  assert(LEAST_LOCATION > 0 && LEAST_LOCATION < 0.1);
});

Deno.test("no shrinkage leaves forecasts, full shrinkage gives the naive one", () => {
  const { predicted } = outcomes(1);
  const kept = shrinkQuantiles(predicted, naive, { location: 1, spread: 1 });
  kept.forEach((value, i) => assertAlmostEquals(value, predicted[i]!, 1e-5));
  const gone = shrinkQuantiles(predicted, naive, { location: 0, spread: 0 });
  assertEquals(gone.subarray(0, 10), naive);
});

Deno.test("weights with the shrinkage folded in give the shrunk forecasts", async () => {
  const shape = { type: "GRU", layers: 1, units: 4, features: 3, outputs: 10 } as const;
  const weights = initialWeights(shape, 2);
  weights[weights.length - 1] = Float32Array.from(naive, (value) => value * 1.3);
  const shrinkage = { location: 0.3, spread: 0.6 };
  const x = Float32Array.from({ length: 5 * 6 * 3 }, (_, i) => Math.sin(i));
  const run = (arrays: Float32Array[]) =>
    withForecaster(shape, 6, arrays, (forecast) => forecast(x, 5));
  const expected = shrinkQuantiles(await run(weights), naive, shrinkage);
  const actual = await run(shrinkWeights(shape, weights, naive, shrinkage));
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-5));
});
