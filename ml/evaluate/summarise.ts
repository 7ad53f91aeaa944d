import { toTable } from "./forecast_table.ts";
import { brier, expectedCalibrationError } from "./metrics/confidence.ts";
import { coverage, rangeWidth, worstMonth } from "./metrics/coverage.ts";
import { hitRate, relativeHitRate } from "./metrics/direction.ts";
import { mase, rmsse } from "./metrics/errors.ts";
import { compareWithNaive, crps, meanPinball, pinballSkill } from "./metrics/quantile_scores.ts";
import { rankIc, rankIcT } from "./metrics/rank_ic.ts";
import { listExcess } from "./metrics/top_list.ts";
import { winkler, winklerAgainst } from "./metrics/winkler.ts";
import type { MetricValue, Summary, SummaryContext, TestForecast } from "./records.ts";
import { drawDays } from "./statistics.ts";

/** Enough for bounds that hold to a tenth of the interval's width. */
const RESAMPLES = 1000;

/**
 * Every metric of one model with its 95 % interval. Labels of a day overlap 24-fold and coins move
 * together, so days are what is counted: means of days with Newey–West errors, shares with Wilson
 * intervals of as many trials as the days are worth, the rest by resampling blocks of days.
 * `dm_naive`, the p-value of equal pinball losses, and `rank_ic_t` have no interval.
 *
 * @throws RangeError for no rows.
 */
export function summarise(rows: readonly TestForecast[], context: SummaryContext): Summary {
  const table = toTable(rows);
  const naive = toTable(context.naive);
  const ewma = toTable(context.ewma);
  const { seed, resamples = RESAMPLES } = context;
  const draws = drawDays({ days: table.dayMs.length, seed, resamples });
  return {
    rank_ic: rankIc(table),
    hit_rate: hitRate(table),
    mase: mase(table, draws),
    rmsse: rmsse(table, draws),
    pinball: meanPinball(table, draws),
    crps: crps(table, draws),
    coverage_50: coverage(table, 50),
    coverage_80: coverage(table, 80),
    coverage_90: coverage(table, 90),
    winkler_90: winkler(table, draws),
    brier: brier(table, draws),
    ece: expectedCalibrationError(table, draws),
    rank_ic_t: alone(rankIcT(table)),
    relative_hit_rate: relativeHitRate(table),
    relative_hit_rate_top_tenth: relativeHitRate(table, 0.1),
    top20_excess: listExcess(table),
    pinball_skill: pinballSkill(table, naive, draws),
    dm_naive: alone(compareWithNaive(table, naive).pValue),
    winkler_90_vs_ewma: winklerAgainst(table, ewma, draws),
    width_50: rangeWidth(table, 50, draws),
    width_80: rangeWidth(table, 80, draws),
    width_90: rangeWidth(table, 90, draws),
    worst_month_coverage_90: worstMonth(table),
  };
}

/** A figure without an interval. */
function alone(value: number): MetricValue {
  return { value, low: value, high: value };
}
