import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { studentCdf, studentQuantile } from "../../../ml/evaluate/distributions.ts";
import {
  benjaminiHochberg,
  bootstrap,
  dieboldMariano,
  drawDays,
  longRunVariance,
  neweyWestLag,
  shareInterval,
  testMean,
  wilson,
} from "../../../ml/evaluate/statistics.ts";
import { normal, seeded } from "../random_series.ts";

Deno.test("Student's distribution agrees with its closed forms and tables", () => {
  // One degree is Cauchy's distribution, two have a closed form too.
  for (const t of [-3, -0.5, 0, 0.1, 1, 20]) {
    assertAlmostEquals(studentCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-12);
    assertAlmostEquals(studentCdf(t, 2), 0.5 + t / (2 * Math.sqrt(2 + t * t)), 1e-12);
  }
  assertAlmostEquals(studentQuantile(0.975, 10), 2.2281388, 1e-6);
  assertAlmostEquals(studentQuantile(0.975, 499), 1.9647294, 1e-5);
  assertAlmostEquals(studentQuantile(0.025, 5), -2.5705818, 1e-6);
});

Deno.test("the long-run variance by hand", () => {
  // Mean 2.5; γ₀ = 5/4, γ₁ = (0.75 − 0.25 + 0.75)/4.
  assertAlmostEquals(longRunVariance([1, 2, 3, 4], 0), 1.25, 1e-12);
  assertAlmostEquals(longRunVariance([1, 2, 3, 4], 1), 1.25 + 2 * 0.5 * 0.3125, 1e-12);
  assertEquals([neweyWestLag(3), neweyWestLag(100), neweyWestLag(500)], [1, 4, 5]);
});

Deno.test("a repeated series has a wider interval than a fresh one of the same length", () => {
  const random = seeded(3);
  const fresh = Array.from({ length: 400 }, () => normal(random));
  const held = fresh.map((_, day) => fresh[day - day % 4]!);
  const reach = (values: number[]) => testMean(values).high - testMean(values).low;
  assert(reach(held) > 1.5 * reach(fresh), `${reach(held)} ${reach(fresh)}`);
});

Deno.test("Wilson's interval agrees with the table and stays in 0…1", () => {
  assertAlmostEquals(wilson(0.1, 10).low, 0.01787621, 1e-7);
  assertAlmostEquals(wilson(0.1, 10).high, 0.40415, 1e-5);
  fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(5000), (share, n) => {
    const { low, high } = wilson(share, n + 1);
    const wider = wilson(share, (n + 1) / 2);
    assert(low >= 0 && high <= 1 && low <= share + 1e-12 && high >= share - 1e-12);
    assert(high - low <= wider.high - wider.low + 1e-12);
  }));
});

Deno.test("a share counts days where the coins of a day move as one, coins where they do not", () => {
  const random = seeded(5);
  const days = 300, coins = 20;
  const counts = new Float64Array(days).fill(coins);
  const together = counts.map(() => random() < 0.5 ? coins : 0);
  const apart = counts.map(() =>
    Array.from({ length: coins }, random).filter((r) => r < 0.5).length
  );
  const reach = (hits: Float64Array) => {
    const { low, high } = shareInterval(hits, counts, days * coins);
    return high - low;
  };
  const byDays = wilson(0.5, days), byCoins = wilson(0.5, days * coins);
  assertAlmostEquals(reach(together) / (byDays.high - byDays.low), 1, 0.25);
  assertAlmostEquals(reach(apart) / (byCoins.high - byCoins.low), 1, 0.25);
});

Deno.test("resampling draws each resample as many days as there are, the same for the same seed", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 90 }), fc.nat(), (days, seed) => {
    const draws = drawDays({ days, seed, resamples: 5 });
    for (let one = 0; one < 5; one++) {
      const drawn = draws.counts.subarray(one * days, (one + 1) * days);
      assertEquals(drawn.reduce((sum, count) => sum + count, 0), days);
    }
    assertEquals(draws, drawDays({ days, seed, resamples: 5 }));
  }));
});

Deno.test("the bootstrap interval of a mean agrees with the known one", () => {
  const random = seeded(11);
  const values = Float64Array.from({ length: 400 }, () => normal(random));
  const counts = new Float64Array(400).fill(1);
  const draws = drawDays({ days: 400, seed: 1, resamples: 2000 });
  const { value, low, high } = bootstrap([values, counts], ([sum, n]) => sum! / n!, draws);
  assertAlmostEquals(high - value, 1.96 / 20, 0.02);
  assertAlmostEquals(value - low, 1.96 / 20, 0.02);
});

Deno.test("Diebold–Mariano with the small-sample correction by hand", () => {
  // Mean 2, γ₀ = 2/3, correction (3 + 1 − 2)/3: 2/√(2/9)·√(2/3) on two degrees.
  const one = dieboldMariano(Float64Array.of(1, 2, 3), 1);
  assertAlmostEquals(one.statistic, Math.sqrt(12), 1e-12);
  assertAlmostEquals(one.pValue, 1 - Math.sqrt(12 / 14), 1e-12);
  assertAlmostEquals(one.pBetter, 1 - one.pValue / 2, 1e-12);
  // Two steps: γ₁ = ((0)(−1) + (1)(0))/3 = 0, correction (3 + 1 − 4 + 2/3)/3.
  const two = dieboldMariano(Float64Array.of(1, 2, 3), 2);
  assertAlmostEquals(two.statistic, Math.sqrt(18) * Math.sqrt(2 / 9), 1e-12);
});

Deno.test("equal losses are no difference", () => {
  assertEquals(dieboldMariano(new Float64Array(50)), { statistic: 0, pValue: 1, pBetter: 0.5 });
  assertEquals(dieboldMariano(new Float64Array(0)).pValue, 1);
});

Deno.test("Diebold–Mariano rejects equal forecasts about as often as it says", () => {
  const random = seeded(13);
  const rejected = Array.from({ length: 400 }, () => {
    const noise = Array.from({ length: 61 }, () => normal(random));
    // Neighbours share half of their noise, as overlapping labels do.
    const differences = Float64Array.from({ length: 60 }, (_, d) => noise[d]! + noise[d + 1]!);
    return dieboldMariano(differences, 2).pValue < 0.05 ? 1 : 0;
  });
  const share = rejected.reduce<number>((sum, one) => sum + one, 0) / 400;
  assert(share > 0.02 && share < 0.1, `${share}`);
});

Deno.test("Benjamini–Hochberg by hand, never below the p-value, in the same order", () => {
  assertEquals(benjaminiHochberg([0.01, 0.04, 0.03, 0.005]), [0.02, 0.04, 0.04, 0.02]);
  assertEquals(benjaminiHochberg([]), []);
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 50 });
  fc.assert(fc.property(shares, (pValues) => {
    const adjusted = benjaminiHochberg(pValues);
    adjusted.forEach((value, a) => {
      assert(value >= pValues[a]! - 1e-15 && value <= 1);
      adjusted.forEach((other, b) => pValues[a]! < pValues[b]! && assert(value <= other));
    });
  }));
});
