import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { adaptAlpha, createAdaptiveRanges, type PerLevel } from "../../ml/adaptive_ranges.ts";
import { conformityScore, rangeOf } from "../../ml/conformal.ts";
import { normal, seeded } from "./random_series.ts";

const DAY_MS = 86_400_000;
const NORMAL = [-1.645, -0.6745, 0, 0.6745, 1.645];
const COINS = 20;

/** Forecasts of a standard normal, outcomes of `spread(day)`, a day's forecasts due a day later. */
function simulate(days: number, spread: (day: number) => number) {
  const ranges = createAdaptiveRanges({ step: 0.0004, windowDays: 60 });
  const random = seeded(1);
  const quantiles = Float32Array.from({ length: COINS * 5 }, (_, place) => NORMAL[place % 5]!);
  const inside: boolean[][] = [];
  let waiting: { actual: Float32Array; offsets: PerLevel | null } | undefined;
  for (let day = 0; day < days; day++) {
    if (waiting) ranges.learn({ dueMs: day * DAY_MS, quantiles, ...waiting });
    const offsets = day < 40 ? null : ranges.offsets(day * DAY_MS);
    const actual = Float32Array.from({ length: COINS }, () => spread(day) * normal(random));
    if (offsets !== null) {
      const range = rangeOf(NORMAL, 90);
      inside.push([...actual].map((value) => conformityScore(range, value) <= offsets[90]));
    }
    waiting = { actual, offsets };
  }
  return { inside, alpha: ranges.alpha() };
}

function share(days: readonly boolean[][]): number {
  const all = days.flat();
  return all.filter((one) => one).length / all.length;
}

Deno.test("ranges of a steady market cover what they state", () => {
  const { inside } = simulate(400, () => 1.5);
  assertAlmostEquals(share(inside), 0.9, 0.01);
});

Deno.test("when volatility doubles the ranges follow, and give the width back afterwards", () => {
  const { inside } = simulate(600, (day) => day >= 200 && day < 400 ? 2 : 1);
  assert(share(inside.slice(160, 175)) < 0.75, "the first days are missed: nobody knew");
  assertAlmostEquals(share(inside.slice(230, 360)), 0.9, 0.03);
  assertAlmostEquals(share(inside.slice(430)), 0.9, 0.03);
});

Deno.test("the miscoverage asked for goes down after misses and stays within bounds", () => {
  const nominal = { 50: 0.5, 80: 0.2, 90: 0.1 };
  const missed = { 50: 1, 80: 1, 90: 1 };
  const once = adaptAlpha(nominal, missed, 0.01);
  assertAlmostEquals(once[90], 0.091, 1e-12);
  let alpha: PerLevel = nominal;
  for (let hour = 0; hour < 1000; hour++) alpha = adaptAlpha(alpha, missed, 0.01);
  assertAlmostEquals(alpha[90], 0.02, 1e-12);
  for (let hour = 0; hour < 1000; hour++) alpha = adaptAlpha(alpha, { 50: 0, 80: 0, 90: 0 }, 0.01);
  assertEquals(alpha, { 50: 0.75, 80: 0.30000000000000004, 90: 0.15000000000000002 });
});

Deno.test("past forecasts without published ranges start the scores and move nothing", () => {
  const ranges = createAdaptiveRanges();
  const quantiles = Float32Array.from(NORMAL);
  assertEquals(ranges.offsets(0), { 50: 0, 80: 0, 90: 0 });
  ranges.learn({ dueMs: 0, quantiles, actual: Float32Array.of(9), offsets: null });
  assertEquals(ranges.alpha(), { 50: 0.5, 80: 0.2, 90: 0.1 });
  assertAlmostEquals(ranges.offsets(DAY_MS)[90], 9 - 1.645, 1e-5);
});
