import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type DailyOutcome, judgeOutcomes } from "../../ml/outcome_drift.ts";
import { gaussian, seededRandom } from "../../ml/random.ts";

/** Days of 1,000 forecasts with a given coverage and loss beside naive, with noise from day to day. */
function daysOf(count: number, coverage: number, ratio: number, seed = 1): DailyOutcome[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const naivePinball = 5 * Math.exp(0.2 * gaussian(random));
    return {
      scored: 1000,
      in90: Math.round(1000 * Math.min(1, coverage + 0.03 * gaussian(random))),
      pinball: naivePinball * (ratio + 0.02 * gaussian(random)),
      naivePinball,
    };
  });
}

Deno.test("before two weeks of outcomes nothing is said", () => {
  const judged = judgeOutcomes(daysOf(13, 0.5, 2));
  assertEquals([judged.days, judged.forecasts, judged.daysNeeded], [13, 13_000, 14]);
  assertEquals([judged.coverage90, judged.pinballRatio], [null, null]);
});

Deno.test("ranges that contain what they should are within the bounds", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const judged = judgeOutcomes(daysOf(30, 0.9, 0.99, seed));
    assert(judged.coverage90! >= judged.leastCoverage90!);
    assert(judged.pinballRatio! <= judged.mostPinballRatio!, `${judged.pinballRatio}`);
  }
});

Deno.test("ranges that are too narrow and losses above naive are beyond them", () => {
  const narrow = judgeOutcomes(daysOf(30, 0.7, 1));
  assertAlmostEquals(narrow.leastCoverage90!, 0.9 - 2.326 * Math.sqrt(0.09 / 30), 1e-9);
  assert(narrow.coverage90! < narrow.leastCoverage90!);
  const worse = judgeOutcomes(daysOf(30, 0.9, 1.05));
  assert(worse.pinballRatio! > worse.mostPinballRatio!);
  assertAlmostEquals(worse.pinballRatio!, 1.05, 0.01);
});

Deno.test("only the newest month counts", () => {
  const days = [...daysOf(100, 0.4, 3), ...daysOf(30, 0.9, 0.98)];
  assertEquals(judgeOutcomes(days), judgeOutcomes(days.slice(-30)));
});
