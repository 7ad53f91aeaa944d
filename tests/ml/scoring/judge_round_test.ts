import { assertAlmostEquals, assertEquals } from "@std/assert";
import { crowdStatement, judgeRound, scoreRange } from "../../../ml/scoring/judge_round.ts";
import type { PriceQuantiles } from "../../../ml/scoring/quantile_score.ts";

const SCALE = { anchor: 100, usualMove: 0.05 };
const up = (probabilityUp: number, amount: string) => ({ probabilityUp, quantiles: null, amount });
const around = (middle: number, amount: string) => ({
  probabilityUp: null,
  quantiles: [0.95, 0.98, 1, 1.02, 1.05].map((part) => part * middle) as unknown as PriceQuantiles,
  amount,
});

Deno.test("who said up with more confidence wins from who said down, when it rises", () => {
  const outcome = { reference: 100, actual: 101, scale: SCALE };
  const { results, crowd, crowdScore, modelScore } = judgeRound(
    [up(0.8, "10"), up(0.4, "30")],
    { probabilityUp: 0.6, quantiles: null },
    outcome,
  );
  // Scores 0.96 and 0.64; their mean by stake is 0.72.
  assertEquals(results.map((one) => one.payout), ["12.40000000", "27.60000000"]);
  assertAlmostEquals(crowd!.probabilityUp!, 0.5);
  assertAlmostEquals(crowdScore!, 0.75);
  assertAlmostEquals(modelScore!, 0.84);
});

Deno.test("a price that has not changed has not risen", () => {
  const outcome = { reference: 100, actual: 100, scale: SCALE };
  const { results } = judgeRound([up(1, "1"), up(0, "1")], null, outcome);
  assertEquals(results, [
    { score: 0, payout: "0.50000000" },
    { score: 1, payout: "1.50000000" },
  ]);
});

Deno.test("one stake alone comes back and is no crowd", () => {
  const outcome = { reference: 100, actual: 90, scale: SCALE };
  const { results, crowd, crowdScore, modelScore } = judgeRound([around(100, "7")], null, outcome);
  assertEquals(results[0]!.payout, "7.00000000");
  assertEquals([crowd, crowdScore, modelScore], [null, null, null]);
});

Deno.test("the nearer distribution wins, and the crowd lies between", () => {
  const stakes = [around(100, "10"), around(110, "10")];
  const { results, crowd } = judgeRound(stakes, null, {
    reference: 100,
    actual: 109,
    scale: SCALE,
  });
  assertEquals(Number(results[1]!.payout) > 10 && Number(results[0]!.payout) < 10, true);
  assertAlmostEquals(crowd!.quantiles![2], Math.sqrt(100 * 110), 1e-9);
  assertAlmostEquals(crowdStatement([up(0.2, "1"), up(1, "3")]).probabilityUp!, 0.8);
});

Deno.test("the range of scores is known before the hour", () => {
  const ofDirection = scoreRange(up(0.7, "1"), SCALE);
  assertAlmostEquals(ofDirection.low, 0.51);
  assertAlmostEquals(ofDirection.high, 0.91);
  const { low, high } = scoreRange(around(100, "1"), SCALE);
  assertEquals(low > 0.3 && low < high && high < 1, true);
});
