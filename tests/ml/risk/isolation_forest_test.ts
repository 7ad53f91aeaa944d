import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  averagePathLength,
  growForest,
  isolationScore,
} from "../../../ml/risk/isolation_forest.ts";
import { gaussian, seededRandom } from "../../../ml/random.ts";

function cloud(seed: number, count: number): Float64Array[] {
  const random = seededRandom(seed);
  return Array.from(
    { length: count },
    () => Float64Array.of(gaussian(random), gaussian(random), 3),
  );
}

function grow(seed: number) {
  return growForest(cloud(1, 1000), { trees: 100, sampleSize: 256, random: seededRandom(seed) });
}

Deno.test("the same rows and seed give the same forest, another seed another", () => {
  assertEquals(grow(7), grow(7));
  assert(JSON.stringify(grow(7)) !== JSON.stringify(grow(8)));
});

Deno.test("planted outliers score above usual rows", () => {
  const forest = grow(7);
  const usual = cloud(2, 500).map((row) => isolationScore(forest, row)).sort((a, b) => a - b);
  for (const far of [[8, 0, 3], [0, -9, 3], [7, 7, 3]]) {
    const score = isolationScore(forest, far);
    assert(score > usual[475]!, `${far} scores ${score}, the 95th percentile is ${usual[475]}`);
  }
  assert(usual[250]! < 0.55, `the median is ${usual[250]}`);
});

Deno.test("a forest survives JSON, and its scores with it", () => {
  const forest = grow(7);
  const again = JSON.parse(JSON.stringify(forest));
  for (const row of cloud(3, 20)) {
    assertEquals(isolationScore(again, row), isolationScore(forest, row));
  }
});

Deno.test("rows that are all alike, or only one, make a forest that has no opinion", () => {
  for (const count of [1, 2, 50]) {
    const rows = Array.from({ length: count }, () => Float64Array.of(1, 2));
    const forest = growForest(rows, { trees: 5, sampleSize: 256, random: seededRandom(1) });
    const same = isolationScore(forest, [1, 2]);
    assertEquals(isolationScore(forest, [9, 9]), same, `${count} rows`);
    assert(same >= 0 && same <= 1);
  }
});

Deno.test("the average path length is that of Liu, Ting and Zhou", () => {
  assertEquals([0, 1, 2].map(averagePathLength), [0, 0, 1]);
  // 2 H(255) − 2 · 255/256 with H by its asymptotic series.
  assertAlmostEquals(averagePathLength(256), 10.244770920116851, 1e-9);
});
