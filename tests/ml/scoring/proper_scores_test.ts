import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { brierScore } from "../../../ml/scoring/brier.ts";
import { meanScore } from "../../../ml/scoring/mean_score.ts";
import {
  crpsScore,
  crpsScoreRange,
  LEVELS,
  type PriceQuantiles,
  priceRange,
} from "../../../ml/scoring/quantile_score.ts";
import { sharePool } from "../../../ml/scoring/share_pool.ts";
import { fromMedianAndRange } from "../../../ml/scoring/split_normal.ts";
import { usualDailyMove } from "../../../ml/scoring/usual_daily_move.ts";

const SCALE = { anchor: 100, usualMove: 0.05 };
const HOUR_MS = 3_600_000;

const probability = fc.double({ min: 0, max: 1, noNaN: true });
const price = fc.double({ min: 60, max: 160, noNaN: true });
const quantiles = fc.tuple(price, price, price, price, price)
  .map((prices) => prices.toSorted((a, b) => a - b) as unknown as PriceQuantiles);
/** A belief: forty equally likely prices. */
const belief = fc.array(price, { minLength: 40, maxLength: 40 })
  .map((prices) => prices.toSorted((a, b) => a - b));

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Payout of a stake of 10 beside another's of 30 that scores 0.8. */
const payoutOf = (score: number) =>
  Number(sharePool([{ amount: "10", score }, { amount: "30", score: 0.8 }])[0]);

Deno.test("a direction pays best at the probability one believes in", () => {
  fc.assert(fc.property(probability, probability, (believed, stated) => {
    const expected = (p: number) =>
      believed * payoutOf(brierScore(p, true)) + (1 - believed) * payoutOf(brierScore(p, false));
    assert(expected(believed) >= expected(stated) - 3e-8);
  }));
});

Deno.test("a distribution pays best at the quantiles one believes in", () => {
  fc.assert(fc.property(belief, quantiles, (outcomes, stated) => {
    const own = LEVELS.map((level) => outcomes[Math.ceil(level * 40) - 1]!);
    const expected = (said: PriceQuantiles) =>
      meanOf(outcomes.map((actual) => payoutOf(crpsScore(said, actual, SCALE))));
    const truthful = expected(own as unknown as PriceQuantiles);
    assert(truthful >= expected(stated) - 3e-8, `${truthful} ${expected(stated)}`);
  }));
});

Deno.test("a score of a distribution is in [0, 1] and in its announced range", () => {
  const wild = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
  const stated = fc.tuple(wild, wild, wild, wild, wild)
    .map((prices) => prices.toSorted((a, b) => a - b) as unknown as PriceQuantiles);
  fc.assert(fc.property(stated, wild, (said, actual) => {
    const score = crpsScore(said, actual, SCALE);
    const { low, high } = crpsScoreRange(said, SCALE);
    assert(score >= 0 && score <= 1);
    assert(score >= low - 1e-12 && score <= high + 1e-12);
  }));
});

Deno.test("the score of a point is one minus its distance over the range's length", () => {
  const at = (moves: number) => 100 * Math.exp(moves * SCALE.usualMove);
  const point = (moves: number) => LEVELS.map(() => at(moves)) as unknown as PriceQuantiles;
  assertAlmostEquals(crpsScore(point(0), at(1), SCALE), 1 - 1 / 4);
  assertAlmostEquals(crpsScore(point(-2), at(2), SCALE), 0);
  assertAlmostEquals(crpsScore(point(-9), at(9), SCALE), 0);
  assertEquals(crpsScore(point(1), at(1), SCALE), 1);
  const { low, high } = priceRange(SCALE);
  assertAlmostEquals(low * high, 100 ** 2);
});

Deno.test("a probability outside [0, 1] and crossing quantiles are refused", () => {
  for (const bad of [-0.01, 1.01, NaN]) assertThrows(() => brierScore(bad, true), RangeError);
  assertThrows(() => crpsScore([1, 3, 2, 4, 5], 2, SCALE), RangeError);
  assertThrows(() => crpsScore([0, 1, 2, 3, 4], 2, SCALE), RangeError);
});

Deno.test("a median and a 90 % range make a distribution with quartiles in between", () => {
  const [q05, q25, q50, q75, q95] = fromMedianAndRange(90, 100, 120);
  assertEquals([q05, q50, q95], [90, 100, 120]);
  assertAlmostEquals(Math.log(q75 / 100) / Math.log(120 / 100), 0.41, 0.001);
  assertAlmostEquals(Math.log(100 / q25) / Math.log(100 / 90), 0.41, 0.001);
});

Deno.test("the usual move is what nine of ten days stayed within; gaps are left out", () => {
  const hours = Array.from({ length: 500 }, (_, hour) => hour).filter((hour) => hour !== 100);
  const openTime = hours.map((hour) => hour * HOUR_MS);
  const close = hours.map((hour) => 100 * Math.exp(0.02 * Math.floor(hour / 24)));
  assertAlmostEquals(usualDailyMove(openTime, close)!, 0.02);
  assertEquals(usualDailyMove(openTime.slice(0, 300), close), null);
  assertEquals(usualDailyMove(openTime, close.map(() => 1)), 1e-4);
});

Deno.test("the interval of a mean score counts days, not the forecasts of one day", () => {
  const spread = [0.5, 0.9, 0.6, 0.8, 0.7, 0.7];
  const days = spread.map((score) => ({ count: 1, sum: score }));
  const thrice = spread.map((score) => ({ count: 3, sum: 3 * score }));
  const [once, again] = [meanScore(days)!, meanScore(thrice)!];
  assertAlmostEquals(once.mean, 0.7);
  assertAlmostEquals(once.low!, again.low!, 1e-12);
  assertAlmostEquals(once.high! - once.mean, 2.5706 * Math.sqrt(0.02 / 6), 1e-4);
  assertEquals(meanScore([days[0]!]), { mean: 0.5, low: null, high: null });
  assertEquals(meanScore([]), null);
});
