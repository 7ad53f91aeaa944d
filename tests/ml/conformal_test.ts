import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  applyConformal,
  conformalQuantile,
  fitConformal,
  identityCalibration,
  probabilityAbove,
  rangeOf,
} from "../../ml/conformal.ts";
import { normal, seeded } from "./random_series.ts";

/** A model that is sure of itself: its intervals are half as wide as the truth. */
const TIMID = [-0.82, -0.34, 0, 0.34, 0.82];
/** And one that is twice too wide. */
const WIDE = [-3.3, -1.35, 0, 1.35, 3.3];

function sampleNormal(count: number, horizons: number, seed: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: count * horizons }, () => normal(random));
}

function repeat(quantiles: readonly number[], cells: number): Float32Array {
  return Float32Array.from({ length: cells * 5 }, (_, place) => quantiles[place % 5]!);
}

function coverage(quantiles: Float32Array, actual: Float32Array, low: number, high: number) {
  return actual.filter((y) => y >= quantiles[low]! && y <= quantiles[high]!).length / actual.length;
}

for (const [name, model] of [["too narrow", TIMID], ["too wide", WIDE]] as const) {
  Deno.test(`conformal offsets bring ${name} ranges to their coverage on fresh data`, () => {
    const calibration = fitConformal(repeat(model, 4000), sampleNormal(2000, 2, 1), 2);
    const corrected = applyConformal(repeat(model, 2), calibration);
    const fresh = sampleNormal(20_000, 1, 2);
    assertAlmostEquals(coverage(corrected, fresh, 0, 4), 0.9, 0.02);
    assertAlmostEquals(coverage(corrected, fresh, 1, 3), 0.5, 0.03);
  });
}

Deno.test("samples without an outcome are left out of the calibration", () => {
  const actual = sampleNormal(500, 1, 3);
  const expected = fitConformal(repeat(TIMID, 500), actual, 1);
  const padded = new Float32Array(600).fill(NaN);
  padded.set(actual);
  assertEquals(fitConformal(repeat(TIMID, 600), padded, 1), expected);
});

Deno.test("the conformal quantile is the ceil((n+1)·coverage)-th score, at most the largest", () => {
  const scores = () => Float64Array.of(5, 1, 4, 2, 3, 9, 8, 7, 6);
  assertEquals(conformalQuantile(scores(), 0.5), 5);
  assertEquals(conformalQuantile(scores(), 0.9), 9);
  assertEquals(conformalQuantile(scores(), 0.99), 9);
  assertEquals(conformalQuantile(new Float64Array(0), 0.9), 0);
});

Deno.test("confidence is kept where directions come true as stated, and dropped where not", () => {
  const random = seeded(4);
  const count = 20_000;
  const predicted = new Float32Array(count * 5);
  const honest = new Float32Array(count);
  const noise = new Float32Array(count);
  for (let sample = 0; sample < count; sample++) {
    const shift = random() - 0.5;
    // The exact quantiles of a normal around the shift.
    predicted.set([-1.645, -0.674, 0, 0.674, 1.645].map((z) => z + shift), sample * 5);
    honest[sample] = shift + normal(random);
    noise[sample] = normal(random);
  }
  assertAlmostEquals(fitConformal(predicted, honest, 1).confidenceFactor, 1, 0.15);
  assertAlmostEquals(fitConformal(predicted, noise, 1).confidenceFactor, 0, 0.1);
});

Deno.test("probability above zero follows the quantile function, within 1 and 99 %", () => {
  assertAlmostEquals(probabilityAbove([-2, -1, 0, 1, 2], 0), 0.5, 1e-12);
  assertAlmostEquals(probabilityAbove([-1, 0, 1, 2, 3], 0), 0.75, 1e-12);
  assertAlmostEquals(probabilityAbove([-3, -2, -1, 1, 3], 0), 0.375, 1e-12);
  assertAlmostEquals(probabilityAbove([5, 6, 7, 8, 9], 0), 0.99, 1e-12);
  assertAlmostEquals(probabilityAbove([-9, -8, -7, -6, -5], 0), 0.01, 1e-12);
  assertEquals(probabilityAbove([0, 0, 0, 0, 0], 0), 0.5);
  assertEquals(probabilityAbove([-1, 0, 0, 0, 1], 0), 0.5);
  assertEquals(probabilityAbove([1, 1, 1, 2, 3], 0), 0.99);
});

Deno.test("crossing quantiles are sorted, offsets or not", () => {
  const crossed = Float32Array.of(0.5, -1, 0, 2, 1);
  const identity = applyConformal(crossed, identityCalibration(1));
  assertEquals(identity, Float32Array.of(-1, 0, 0.5, 1, 2));
  const narrowing = { offset90: [-9], offset50: [-9], confidenceFactor: 1 };
  const narrowed = applyConformal(crossed, narrowing);
  assert(narrowed.every((value, place) => place === 0 || value >= narrowed[place - 1]!));
  assertEquals(crossed[0], 0.5);
});

Deno.test("the 80 % range lies between its neighbours, where a normal distribution has it", () => {
  const [low, high] = rangeOf([-1.64485, -0.67449, 0, 0.67449, 1.64485], 80);
  assertAlmostEquals(low, -1.28155, 1e-4);
  assertAlmostEquals(high, 1.28155, 1e-4);
  assertEquals(rangeOf([1, 2, 3, 4, 5], 90), [1, 5]);
  assertEquals(rangeOf([1, 2, 3, 4, 5], 50), [2, 4]);
});

Deno.test("the 80 % range has an offset of its own", () => {
  const calibration = fitConformal(repeat(TIMID, 4000), sampleNormal(4000, 1, 5), 1);
  const [low, high] = rangeOf(TIMID, 80);
  const offset = calibration.offset80![0]!;
  const fresh = sampleNormal(20_000, 1, 6);
  const inside = fresh.filter((y) => y >= low - offset && y <= high + offset).length;
  assertAlmostEquals(inside / fresh.length, 0.8, 0.02);
});
