import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { classifyTendency, TENDENCY_RULES, type TendencyCoin } from "../../ml/tendency.ts";

/** Coins with these 24 h changes, all following the same hourly path. */
function coins(changes: readonly number[], hourlyReturns: number[] = []): TendencyCoin[] {
  return changes.map((change24hPercent, place) => ({
    symbol: `C${place}`,
    change24hPercent,
    marketCapWeight: 1,
    hourlyReturns,
  }));
}

/** Ten changes, the first `count` of them `change`, the rest 0. */
function some(count: number, change: number): number[] {
  return Array.from({ length: 10 }, (_, place) => place < count ? change : 0);
}

/** 24 returns that go up and down by turns, with this daily deviation. */
function swings(dailyPercent: number): number[] {
  const hourly = dailyPercent / 100 / Math.sqrt(24);
  return Array.from({ length: 24 }, (_, hour) => hour % 2 === 0 ? hourly : -hourly);
}

Deno.test("more than 60 % rising is bullish, exactly 60 % is not", () => {
  assertEquals(classifyTendency(coins(some(7, 3))).tendency, "bullish");
  assert(classifyTendency(coins(some(6, 3))).tendency !== "bullish");
});

Deno.test("more than 60 % falling is bearish, exactly 60 % is not", () => {
  assertEquals(classifyTendency(coins(some(7, -3))).tendency, "bearish");
  assert(classifyTendency(coins(some(6, -3))).tendency !== "bearish");
});

Deno.test("changes within the dead band are no direction", () => {
  const band = TENDENCY_RULES.deadBandPercent;
  assertEquals(classifyTendency(coins(some(10, band), swings(0.5))).tendency, "stable");
  assertEquals(classifyTendency(coins(some(10, band + 0.01), swings(0.5))).tendency, "bullish");
});

Deno.test("direction comes before volatility", () => {
  assertEquals(classifyTendency(coins(some(10, 5), swings(9))).tendency, "bullish");
});

Deno.test("without direction a deviation at the threshold is volatile, below it is not", () => {
  const threshold = TENDENCY_RULES.volatilePercent;
  assertEquals(classifyTendency(coins(some(3, 1), swings(threshold + 0.001))).tendency, "volatile");
  assertEquals(
    classifyTendency(coins(some(3, 1), swings(threshold - 0.01))).tendency,
    "consolidating",
  );
});

Deno.test("stable needs both a low deviation and a small change", () => {
  const calm = swings(TENDENCY_RULES.stablePercent - 0.01);
  assertEquals(classifyTendency(coins(some(5, 2), calm)).tendency, "stable");
  assertEquals(classifyTendency(coins(some(5, 2.1), calm)).tendency, "consolidating");
  const livelier = swings(TENDENCY_RULES.stablePercent + 0.01);
  assertEquals(classifyTendency(coins(some(5, 2), livelier)).tendency, "consolidating");
});

Deno.test("a drift too wide for consolidating, without direction, is volatile", () => {
  const drift = (total: number) =>
    Array.from({ length: 24 }, (_, hour) => Math.log(1 + total / 100) / 24 + swings(2)[hour]!);
  assertEquals(classifyTendency(coins(some(3, 1), drift(4))).tendency, "consolidating");
  const wide = classifyTendency(coins(some(3, 1), drift(8)));
  assertEquals(wide.tendency, "volatile");
  assert(wide.explanation.includes("more is volatile"));
});

Deno.test("clarity is nothing at the threshold and one at the extreme", () => {
  assertEquals(classifyTendency(coins(some(10, 3))).clarity, 1);
  assertAlmostEquals(classifyTendency(coins(some(7, 3))).clarity, 0.25, 1e-9);
  const edge = classifyTendency(coins(some(3, 1), swings(TENDENCY_RULES.volatilePercent + 1e-6)));
  assertAlmostEquals(edge.clarity, 0, 1e-6);
});

Deno.test("metrics say what was measured, and the explanation has the numbers", () => {
  const weighted = coins([4, -2], swings(2));
  const result = classifyTendency([
    { ...weighted[0]!, marketCapWeight: 3 },
    { ...weighted[1]!, marketCapWeight: 1 },
  ]);
  const { metrics } = result;
  assertEquals(metrics.avgChangePercent, 1);
  assertEquals(metrics.marketCapChangePercent, 2.5);
  assertEquals([metrics.risingShare, metrics.fallingShare, metrics.coins], [0.5, 0.5, 2]);
  assertAlmostEquals(metrics.volatilityIndex, 2, 1e-9);
  assertAlmostEquals(metrics.rangePercent, (Math.exp(0.02 / Math.sqrt(24)) - 1) * 100, 1e-9);
  assert(/\d/.test(result.explanation));
});

Deno.test("unknown market caps, unknown changes and missing hours are left out", () => {
  const [known, unknown] = coins([1, NaN], [NaN, 0.01, NaN]);
  const { metrics } = classifyTendency([{ ...known!, marketCapWeight: null }, unknown!]);
  assertEquals(metrics.coins, 1);
  assertEquals(metrics.marketCapChangePercent, null);
  assertEquals(metrics.volatilityIndex, 0);
  assertThrows(() => classifyTendency([unknown!]), RangeError, "No coin has a 24 h change");
});
