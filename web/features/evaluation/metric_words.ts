import type { EvaluationReport } from "../../../server/evaluation/schema.ts";
import { direction, formatPercent, formatShare, UNKNOWN } from "../../lib/format.ts";

export type Metric = EvaluationReport["summary"][string][string];

/** How a metric is named, written and read. */
export interface MetricWords {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly print: (value: number) => string;
}

const fixed = (decimals: number) => (value: number) =>
  direction(value, decimals) === 0
    ? (0).toFixed(decimals)
    : value.toFixed(decimals).replace("-", "\u2212");
const tenthOfPercent = (value: number) => `${(value * 100).toFixed(1)}\u00a0%`;
/** Distances in log returns, which are close to shares of the price. */
const percentOf = (decimals: number) => (value: number) =>
  `${(value * 100).toFixed(decimals)}\u00a0%`;
const signedShare = (value: number) => formatPercent(value * 100, 2);

/** The metrics of the protocol in the order of the table. */
export const METRICS: readonly MetricWords[] = [
  {
    id: "rank_ic",
    label: "Rank IC",
    hint: "Rank correlation of forecast and outcome over the coins of a day; 0 is guessing",
    print: fixed(3),
  },
  {
    id: "rank_ic_t",
    label: "IC t",
    hint: "Newey-West t of the rank IC; beyond 2 is hard to get by chance",
    print: fixed(2),
  },
  {
    id: "hit_rate",
    label: "Direction",
    hint: "How often the direction was right; 50 % is a coin flip",
    print: tenthOfPercent,
  },
  {
    id: "mase",
    label: "MASE",
    hint: "Error of the median against the naive forecast; below 1 is better than naive",
    print: fixed(3),
  },
  {
    id: "pinball_skill",
    label: "Skill",
    hint: "Pinball loss saved against naive; above 0 is better than naive",
    print: signedShare,
  },
  {
    id: "coverage_50",
    label: "In 50 %",
    hint: "Outcomes inside the 50 % range; 50 % is promised",
    print: tenthOfPercent,
  },
  {
    id: "coverage_80",
    label: "In 80 %",
    hint: "Outcomes inside the 80 % range; 80 % is promised",
    print: tenthOfPercent,
  },
  {
    id: "coverage_90",
    label: "In 90 %",
    hint: "Outcomes inside the 90 % range; 90 % is promised",
    print: tenthOfPercent,
  },
  {
    id: "winkler_90",
    label: "Winkler",
    hint:
      "Width of the 90 % range plus a fine for each miss; in percent of the price; lower is better",
    print: percentOf(2),
  },
  {
    id: "winkler_90_vs_ewma",
    label: "To EWMA",
    hint: "Winkler score over that of the 24 h EWMA range; below 1 is better than it",
    print: fixed(3),
  },
  {
    id: "crps",
    label: "CRPS",
    hint:
      "Distance of the whole forecast from the outcome; in percent of the price; lower is better",
    print: percentOf(3),
  },
  {
    id: "pinball",
    label: "Pinball",
    hint: "Loss over all quantiles; in percent of the price; lower is better",
    print: percentOf(3),
  },
  {
    id: "brier",
    label: "Brier",
    hint: "Squared error of the probability of a rise; 0.25 is a coin flip, lower is better",
    print: fixed(4),
  },
  {
    id: "ece",
    label: "ECE",
    hint: "How far stated confidence is from the truth on average; 0 is perfect",
    print: tenthOfPercent,
  },
  {
    id: "rmsse",
    label: "RMSSE",
    hint: "As MASE, with squared errors: large misses count more",
    print: fixed(3),
  },
  {
    id: "dm_naive",
    label: "DM p",
    hint: "Diebold-Mariano against naive: how easily chance alone would do as well",
    print: fixed(3),
  },
  {
    id: "top20_excess",
    label: "Top list",
    hint: "Daily return of the top list beyond the universe, after costs",
    print: signedShare,
  },
  {
    id: "relative_hit_rate",
    label: "Against others",
    hint: "How often the coin did better or worse than the others as forecast; 50 % is guessing",
    print: tenthOfPercent,
  },
  {
    id: "relative_hit_rate_top_tenth",
    label: "Most sure",
    hint: "The same on the tenth of forecasts that stand out most",
    print: tenthOfPercent,
  },
  {
    id: "worst_month_coverage_90",
    label: "Worst month",
    hint: "Coverage of the 90 % range in its worst month",
    print: tenthOfPercent,
  },
  {
    id: "width_50",
    label: "Width 50 %",
    hint: "Mean width of the 50 % range, in percent of the price",
    print: percentOf(2),
  },
  {
    id: "width_80",
    label: "Width 80 %",
    hint: "Mean width of the 80 % range, in percent of the price",
    print: percentOf(2),
  },
  {
    id: "width_90",
    label: "Width 90 %",
    hint: "Mean width of the 90 % range, in percent of the price",
    print: percentOf(2),
  },
];

/** Columns shown at first; the reader can ask for the others. */
const SHOWN = [
  "rank_ic",
  "hit_rate",
  "mase",
  "pinball_skill",
  "coverage_90",
  "winkler_90",
  "winkler_90_vs_ewma",
  "ece",
];
export const QUIET_METRICS: readonly string[] = METRICS
  .map((metric) => metric.id).filter((id) => !SHOWN.includes(id));

const NAMES: Record<string, string> = {
  lstm: "LSTM network",
  gru: "GRU network",
  zero: "No change (naive)",
  naive: "No change (naive)",
  drift: "Drift",
  seasonal_24h: "Same hours of last week",
  momentum_24h: "Momentum, 24 h",
  reversal_24h: "Reversal, 24 h",
  ewma_volatility: "EWMA volatility, slow",
  ewma_24h: "EWMA volatility, 24 h",
  ridge: "Ridge regression",
  coin_flip: "Coin flip",
};

/** A model as the reader knows it. */
export function modelName(id: string): string {
  return NAMES[id] ?? id;
}

/** `−0.004 to 0.028`; null where there is no interval. */
export function intervalWords(metric: Metric | undefined, print: (value: number) => string) {
  // Figures such as p-values come alone: their bounds are themselves.
  if (metric?.low == null || metric.high == null || metric.low === metric.high) return null;
  return `${print(metric.low)} to ${print(metric.high)}`;
}

/** A metric's value as written, or the mark of an unknown one. */
export function metricText(metric: Metric | undefined, print: (value: number) => string): string {
  return metric?.value == null ? UNKNOWN : print(metric.value);
}

/** Which way a metric's interval lies from a value: 0 while the interval holds it. */
function sideOf(metric: Metric | undefined, value: number): -1 | 0 | 1 {
  if (metric?.low == null || metric.high == null) return 0;
  return metric.low > value ? 1 : metric.high < value ? -1 : 0;
}

/** What the evaluation comes to, in one sentence that claims no more than its intervals allow. */
export function evaluationFinding(report: EvaluationReport, model: string): string {
  const figures = report.summary[model];
  if (!figures) return "The network is not among the models of this evaluation.";
  const skill = sideOf(figures["pinball_skill"], 0);
  const against = skill > 0
    ? "was better than the naive forecast"
    : skill < 0
    ? "was worse than the naive forecast"
    : "cannot be told apart from the naive forecast";
  const hit = figures["hit_rate"];
  const hits = hit?.value == null ? "" : `; its direction was right ${tenthOfPercent(hit.value)} ` +
    `of the time${sideOf(hit, 0.5) === 0 ? ", no better than a coin flip" : ""}`;
  const covered = figures["coverage_90"]?.value;
  const ranges = covered == null
    ? ""
    : `, and ${formatShare(covered)} of outcomes fell in its 90 % range`;
  return `On data it had not seen, the ${modelName(model)} ${against}${hits}${ranges}.`;
}
