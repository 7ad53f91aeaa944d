import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  EXTRA_METRIC_NAMES,
  METRIC_NAMES,
  type MetricName,
  type Summary,
  type TestForecast,
} from "../../../ml/evaluate/records.ts";
import { toTable } from "../../../ml/evaluate/forecast_table.ts";
import { rankIc } from "../../../ml/evaluate/metrics/rank_ic.ts";
import { hitRate } from "../../../ml/evaluate/metrics/direction.ts";
import { coverage } from "../../../ml/evaluate/metrics/coverage.ts";
import { summarise } from "../../../ml/evaluate/summarise.ts";
import { normal, seeded } from "../random_series.ts";
import { madeForecast, madeForecasts, repeatHourly, shuffleOutcomes } from "./made_forecasts.ts";

const NAMES: readonly MetricName[] = [...METRIC_NAMES, ...EXTRA_METRIC_NAMES];

function summariseAgainst(rows: TestForecast[], naive: TestForecast[]): Summary {
  return summarise(rows, { naive, ewma: naive, seed: 1, resamples: 200 });
}

function still(rows: readonly TestForecast[]): TestForecast[] {
  return rows.map((row) =>
    madeForecast({ ...row, ...ZERO_RANGES, outcome: 0, actual: row.actual, model: "zero" })
  );
}
const { q05, q10, q25, q50, q75, q90, q95 } = madeForecast({ outcome: 0 });
const ZERO_RANGES = {
  ...{ q05, q10, q25, q50, q75, q90, q95 },
  ...{ probabilityUp: 0.5, confidence: 0.5 },
};

Deno.test("a coin flip has rank IC 0 and hit rate one half within its intervals, and no skill", () => {
  const rows = madeForecasts({ days: 500 });
  const summary = summariseAgainst(rows, still(rows));
  assert(summary.rank_ic.low < 0 && summary.rank_ic.high > 0);
  assert(summary.hit_rate.low < 0.5 && summary.hit_rate.high > 0.5);
  assert(summary.relative_hit_rate.low < 0.5 && summary.relative_hit_rate.high > 0.5);
  assert(summary.mase.value > 1 && summary.pinball_skill.high < 0);
  assert(summary.top20_excess.value < 0, "costs without an edge");
  assert(summary.coverage_90.low < 0.9 && summary.coverage_90.high > 0.88);
});

Deno.test("a planted signal is seen by every metric that looks for one", () => {
  const rows = madeForecasts({ days: 200, known: 0.05, noise: 0.15 });
  const summary = summariseAgainst(rows, still(rows));
  assert(summary.rank_ic.low > 0.1, `${summary.rank_ic.low}`);
  assert(summary.hit_rate.low > 0.5);
  assert(summary.relative_hit_rate_top_tenth.value > summary.relative_hit_rate.value);
  assert(summary.top20_excess.low > 0);
  const clear = madeForecasts({ days: 200, known: 0.3, noise: 0.05 });
  const strong = summariseAgainst(clear, still(clear));
  assert(strong.mase.high < 1 && strong.pinball_skill.low > 0 && strong.dm_naive.value < 0.001);
  assert(strong.winkler_90_vs_ewma.high < 1);
});

Deno.test("shuffled outcomes leave a rank IC of 0 within its interval", () => {
  const rows = madeForecasts({ days: 300, known: 0.3 });
  assert(summariseAgainst(rows, rows).rank_ic.low > 0.5);
  const { rank_ic, hit_rate } = summariseAgainst(shuffleOutcomes(rows, 3), rows);
  assert(rank_ic.low < 0 && rank_ic.high > 0);
  assert(hit_rate.low < 0.5 && hit_rate.high > 0.5);
});

Deno.test("labels repeated for each hour of the day shrink no interval", () => {
  const rows = madeForecasts({ days: 60, known: 0.05 });
  const naive = still(rows);
  const once = summariseAgainst(rows, naive);
  const repeated = summariseAgainst(repeatHourly(rows), repeatHourly(naive));
  for (const name of NAMES) {
    for (const bound of ["value", "low", "high"] as const) {
      assertAlmostEquals(repeated[name][bound], once[name][bound], 1e-3, `${name} ${bound}`);
    }
    if (name === "relative_hit_rate_top_tenth") continue; // the tenth is cut a row apart
    assertAlmostEquals(repeated[name].low, once[name].low, 1e-9, name);
  }
});

Deno.test("nominal 95 % intervals hold the truth about that often, overlapping labels or not", () => {
  const runs = 80;
  const held = { ic: 0, hits: 0, coverage: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const table = toTable(overlappingForecasts(seed));
    const inside = ({ low, high }: { low: number; high: number }, truth: number) =>
      low <= truth && truth <= high ? 1 : 0;
    held.ic += inside(rankIc(table), 0);
    held.hits += inside(hitRate(table), 0.5);
    held.coverage += inside(coverage(table, 90), 0.9);
  }
  for (const [name, count] of Object.entries(held)) {
    assert(count / runs > 0.86, `${name}: ${count} of ${runs}`);
  }
});

/** Forecasts every four hours of random walks, by a signal that lasts for days and knows nothing. */
function overlappingForecasts(seed: number): TestForecast[] {
  const random = seeded(seed);
  const coins = 8, steps = 150 * 6, ahead = 6;
  const market = Array.from({ length: steps + ahead }, () => normal(random));
  return Array.from({ length: coins }, (_, coin) => {
    const returns = market.map((common) => (common + normal(random)) * Math.SQRT1_2);
    let signal = normal(random);
    return Array.from({ length: steps }, (_, step) => {
      signal = 0.95 * signal + Math.sqrt(1 - 0.95 ** 2) * normal(random);
      const sum = returns.slice(step, step + ahead).reduce((total, one) => total + one, 0);
      const outcome = sum / Math.sqrt(ahead) * 0.04;
      const madeAtMs = Date.UTC(2022, 0, 1) + step * 4 * 3_600_000;
      const { q05, q95 } = ZERO_RANGES;
      return {
        ...madeForecast({ outcome, median: signal / 1e3 }),
        symbol: `C${coin}`,
        madeAtMs,
        q05,
        q95,
      };
    });
  }).flat();
}

Deno.test("a summary has every metric, finite, its value inside its interval, whatever the order", () => {
  const rows = madeForecasts({ days: 40 });
  const naive = still(rows);
  const summary = summariseAgainst(rows, naive);
  assertEquals(Object.keys(summary).sort(), NAMES.toSorted());
  for (const name of NAMES) {
    const { value, low, high } = summary[name];
    assert([value, low, high].every(Number.isFinite), name);
    assert(low <= value && value <= high, name);
  }
  assertEquals(summariseAgainst(rows.toReversed(), naive.toReversed()), summary);
});

Deno.test("one day alone gives finite figures, and no rows are refused", () => {
  const rows = madeForecasts({ days: 1 });
  const summary = summariseAgainst(rows, rows);
  assertEquals(NAMES.filter((name) => !Object.values(summary[name]).every(Number.isFinite)), []);
  assertThrows(() => summariseAgainst([], rows), RangeError, "no forecasts");
});
