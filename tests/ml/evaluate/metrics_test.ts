import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { toTable } from "../../../ml/evaluate/forecast_table.ts";
import {
  brier,
  expectedCalibrationError,
  reliabilityCurve,
} from "../../../ml/evaluate/metrics/confidence.ts";
import { coverage, coverageByMonth, worstMonth } from "../../../ml/evaluate/metrics/coverage.ts";
import { hit, hitRate, relativeHitRate } from "../../../ml/evaluate/metrics/direction.ts";
import { mase, rmsse } from "../../../ml/evaluate/metrics/errors.ts";
import { crps, meanPinball, pinballSkill } from "../../../ml/evaluate/metrics/quantile_scores.ts";
import { rankCorrelation, rankIc, ranks } from "../../../ml/evaluate/metrics/rank_ic.ts";
import { COST_PER_SIDE, followList, listExcess } from "../../../ml/evaluate/metrics/top_list.ts";
import { winkler, winklerAgainst } from "../../../ml/evaluate/metrics/winkler.ts";
import type { TestForecast } from "../../../ml/evaluate/records.ts";
import { drawDays } from "../../../ml/evaluate/statistics.ts";
import { DAY_MS, madeForecast, madeForecasts } from "./made_forecasts.ts";

function draws(rows: readonly TestForecast[]) {
  return drawDays({ days: toTable(rows).dayMs.length, seed: 1, resamples: 50 });
}

/** A price that is `percent` of log return away from 100. */
const at = (percent: number) => 100 * Math.exp(percent / 100);

const RANGE = {
  q05: at(-4),
  q10: at(-3),
  q25: at(-1),
  q50: 100,
  q75: at(1),
  q90: at(3),
  q95: at(4),
};

Deno.test("equal values share the mean of their ranks", () => {
  assertEquals([...ranks(Float64Array.of(3, 1, 3, 2))], [3.5, 1, 3.5, 2]);
});

Deno.test("Spearman's correlation with ties by hand", () => {
  // Ranks 1 2.5 2.5 4 against 1 2 3 4: 4.5 / √(4.5 · 5).
  const rho = rankCorrelation(Float64Array.of(1, 2, 2, 3), Float64Array.of(10, 20, 30, 40));
  assertAlmostEquals(rho, 4.5 / Math.sqrt(4.5 * 5), 1e-12);
  assertEquals(rankCorrelation(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3)), NaN);
});

Deno.test("rank correlation knows order only, and turns its sign with it", () => {
  const pair = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
  fc.assert(fc.property(fc.array(pair, { minLength: 3, maxLength: 30 }), (pairs) => {
    const a = Float64Array.from(pairs, ([x]) => x), b = Float64Array.from(pairs, ([, y]) => y);
    const rho = rankCorrelation(a, b);
    if (Number.isNaN(rho)) return;
    assert(rho >= -1 - 1e-12 && rho <= 1 + 1e-12);
    assertAlmostEquals(rankCorrelation(a.map((x) => Math.exp(x / 10)), b), rho, 1e-12);
    assertAlmostEquals(rankCorrelation(a.map((x) => -x), b), -rho, 1e-12);
  }));
});

Deno.test("a model that orders nothing has rank IC 0 and holds the universe", () => {
  const table = toTable(madeForecasts({ noise: 0, days: 20 }));
  assertEquals(rankIc(table), { value: 0, low: 0, high: 0 });
  assertAlmostEquals(listExcess(table).value, 0, 1e-12);
  assertEquals(hitRate(table).value, 0.5);
  assertEquals(relativeHitRate(table).value, 0.5);
});

Deno.test("a hit is the stated direction come true; none stated or none come is half", () => {
  const up = { probabilityUp: 0.6 };
  assertEquals(hit(madeForecast({ outcome: 0.01, ...up })), 1);
  assertEquals(hit(madeForecast({ outcome: -0.01, ...up })), 0);
  assertEquals(hit(madeForecast({ outcome: 0, actual: 100, ...up })), 0.5);
  assertEquals(hit(madeForecast({ outcome: 0.01, q50: 100 })), 0.5);
  assertEquals(hit(madeForecast({ outcome: 0.01, median: -0.001 })), 0, "the median decides");
});

Deno.test("MASE and RMSSE by hand", () => {
  // Errors 1 and 3 percent against changes of 2 and 2.
  const rows = [
    madeForecast({ outcome: 0.02, median: 0.01 }),
    madeForecast({ outcome: -0.02, median: 0.01, symbol: "ETH" }),
  ];
  assertAlmostEquals(mase(toTable(rows), draws(rows)).value, 4 / 4, 1e-9);
  assertAlmostEquals(rmsse(toTable(rows), draws(rows)).value, Math.sqrt(10 / 8), 1e-9);
});

Deno.test("pinball by hand, and CRPS near its closed form", () => {
  const rows = [madeForecast({ outcome: 0.02, ...RANGE })];
  // In percent: 0.05·6, 0.25·3, 0.5·2, 0.75·1, 0.05·2.
  const sum = 0.3 + 0.75 + 1 + 0.75 + 0.1;
  assertAlmostEquals(meanPinball(toTable(rows), draws(rows)).value, sum / 5 / 100, 1e-9);
  const weighted = 2 * (0.15 * 0.3 + 0.225 * 0.75 + 0.25 * 1 + 0.225 * 0.75 + 0.15 * 0.1);
  assertAlmostEquals(crps(toTable(rows), draws(rows)).value, weighted / 100, 1e-9);
  const many = madeForecasts({ noise: 0, days: 1500 });
  // A normal outcome and its true quantiles: σ/√π, which five levels approximate from below.
  const exact = 0.04 / Math.sqrt(Math.PI);
  assertAlmostEquals(crps(toTable(many), draws(many)).value / exact, 0.97, 0.03);
});

Deno.test("Winkler's score by hand: the width, and 20 times what lies outside", () => {
  const score = (outcome: number) => {
    const rows = [madeForecast({ outcome: outcome / 100, ...RANGE })];
    return winkler(toTable(rows), draws(rows)).value * 100;
  };
  assertAlmostEquals(score(3.9), 8, 1e-9);
  assertAlmostEquals(score(4.5), 8 + 10, 1e-9);
  assertAlmostEquals(score(-6), 8 + 40, 1e-9);
});

Deno.test("the true ranges have the best Winkler score", () => {
  const rows = madeForecasts({ noise: 0, days: 300 });
  const scaled = (factor: number) =>
    rows.map((row) => ({
      ...row,
      q05: 100 * (row.q05 / 100) ** factor,
      q95: 100 * (row.q95 / 100) ** factor,
    }));
  for (const factor of [0.6, 1.6]) {
    const against = winklerAgainst(toTable(scaled(factor)), toTable(rows), draws(rows));
    assert(against.low > 1, `${factor}: ${against.value}`);
  }
  assertEquals(winklerAgainst(toTable(rows), toTable(rows), draws(rows)).value, 1);
});

Deno.test("coverage counts outcomes inside, bounds too, month by month", () => {
  const rows = [0, 1, 2, 3, 4, 5].map((place) =>
    madeForecast({
      outcome: 0,
      actual: [100, at(1), at(2), at(3), at(4), at(5)][place]!,
      ...RANGE,
      q75: at(1),
      madeAtMs: Date.UTC(2023, 0, 30 + place),
    })
  );
  const table = toTable(rows);
  assertAlmostEquals(coverage(table, 50).value, 2 / 6, 1e-12);
  assertAlmostEquals(coverage(table, 80).value, 4 / 6, 1e-12);
  assertAlmostEquals(coverage(table, 90).value, 5 / 6, 1e-12);
  const months = coverageByMonth(table, 90).map(({ month, days, value }) => [month, days, value]);
  assertEquals(months, [["2023-01", 2, 1], ["2023-02", 4, 0.75]]);
  assertEquals(worstMonth(table).value, 0.75);
});

Deno.test("Brier's score of one half is a quarter; ECE by hand in bins of equal mass", () => {
  const still = madeForecasts({ noise: 0, days: 5 });
  assertAlmostEquals(brier(toTable(still), draws(still)).value, 0.25, 1e-12);
  assertEquals(expectedCalibrationError(toTable(still), draws(still)).value, 0);
  // 20 forecasts: ten say 0.6 and 5 are right, ten say 0.9 and 9 are right.
  const rows = Array.from({ length: 20 }, (_, place) => {
    const probabilityUp = place < 10 ? 0.6 : 0.9;
    const right = place < 10 ? place < 5 : place < 19;
    return madeForecast({
      outcome: right ? 0.01 : -0.01,
      symbol: `C${place}`,
      probabilityUp,
      confidence: probabilityUp,
    });
  });
  const curve = reliabilityCurve(toTable(rows));
  assertEquals(
    curve.map(({ forecasts }) => forecasts),
    [10, 10],
    "equal confidences stay together",
  );
  assertEquals(curve.map(({ hitRate }) => hitRate), [0.5, 0.9]);
  assertAlmostEquals(expectedCalibrationError(toTable(rows), draws(rows)).value, 0.05, 1e-12);
  assertAlmostEquals(
    brier(toTable(rows), draws(rows)).value,
    (5 * 0.16 + 5 * 0.36 + 9 * 0.01 + 0.81) / 20,
  );
});

Deno.test("the list is charged for what it buys and sells", () => {
  const coins = ["A", "B", "C", "D", "E"];
  // Two of five are held: A and B on the first day, B and C on the second.
  const medians = [[5, 4, 1, 1, 1], [1, 5, 4, 1, 1]];
  const rows = medians.flatMap((day, place) =>
    day.map((median, coin) =>
      madeForecast({
        symbol: coins[coin]!,
        madeAtMs: Date.UTC(2023, 0, 1) + place * DAY_MS,
        outcome: 0,
        actual: coin === 1 ? 110 : 100,
        median: median / 1000,
      })
    )
  );
  const days = followList(toTable(rows));
  assertAlmostEquals(days[0]!.list, 0.05 - COST_PER_SIDE, 1e-12);
  assertAlmostEquals(days[0]!.universe, 0.02 - COST_PER_SIDE, 1e-12);
  // Half of the list changes: a half is sold and a half bought; the universe stays.
  assertAlmostEquals(days[1]!.list, 0.05 - COST_PER_SIDE, 1e-12);
  assertAlmostEquals(days[1]!.universe, 0.02, 1e-12);
});

Deno.test("skill compares the same coins and hours only", () => {
  const rows = madeForecasts({ days: 30 });
  const worse = rows.map((row) => ({ ...row, q50: row.q50 * 1.2 }));
  const naive = rows.filter(({ symbol }) => symbol !== "C3").toReversed();
  assertEquals(pinballSkill(toTable(rows), toTable(naive), draws(rows)).value, 0);
  assert(pinballSkill(toTable(worse), toTable(naive), draws(rows)).high < 0);
});
