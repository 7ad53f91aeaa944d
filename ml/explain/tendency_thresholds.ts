import { type Tendency, TENDENCY_RULES, type TendencyFigures } from "../tendency.ts";
import type { FlipMetric } from "./tendency_flips.ts";

/** One comparison that was made on the way to a label. */
export interface TendencyThreshold {
  /** The label that the rule stands for. */
  readonly rule: Tendency;
  readonly metric: FlipMetric;
  /** Coins, or percent; a change without its sign. */
  readonly value: number;
  readonly threshold: number;
  readonly comparison: "more than" | "at least" | "at most";
  readonly met: boolean;
}

/** The comparisons in the order they are asked, up to those that decided. */
export function tendencyThresholds(figures: TendencyFigures): TendencyThreshold[] {
  const asked: TendencyThreshold[] = [];
  for (const rule of rulesFor(figures)) {
    asked.push(...rule);
    if (rule.every(({ met }) => met)) break;
  }
  return asked;
}

/** Rules in order; a rule holds where all its comparisons do. */
function rulesFor(figures: TendencyFigures): TendencyThreshold[][] {
  const { coins, risingCoins, fallingCoins, volatilityIndex, rangePercent } = figures;
  const rules = TENDENCY_RULES;
  const changed = Math.abs(figures.avgChangePercent);
  // Asked as a share, like the rule itself: 0.6 × 5 coins is not 3 in floating point.
  const direction = (rule: Tendency, metric: FlipMetric, value: number): TendencyThreshold => ({
    rule,
    metric,
    value,
    threshold: Math.round(rules.directionShare * coins * 1e6) / 1e6,
    comparison: "more than",
    met: value / coins > rules.directionShare,
  });
  return [
    [direction("bullish", "risingCoins", risingCoins)],
    [direction("bearish", "fallingCoins", fallingCoins)],
    [compare("volatile", "volatilityIndex", volatilityIndex, "at least", rules.volatilePercent)],
    [
      compare("stable", "volatilityIndex", volatilityIndex, "at most", rules.stablePercent),
      compare("stable", "avgChangePercent", changed, "at most", rules.stableChangePercent),
    ],
    [compare("consolidating", "rangePercent", rangePercent, "at most", rules.tightRangePercent)],
  ];
}

function compare(
  rule: Tendency,
  metric: FlipMetric,
  value: number,
  comparison: "at least" | "at most",
  threshold: number,
): TendencyThreshold {
  const met = comparison === "at least" ? value >= threshold : value <= threshold;
  return { rule, metric, value, threshold, comparison, met };
}
