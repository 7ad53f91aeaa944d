import type { EvaluationReport } from "../evaluate_models.ts";

type Metric = EvaluationReport["summary"][string][string];

interface Column {
  readonly metric: string;
  readonly title: string;
  readonly digits: number;
  /** Shares are shown in percent. */
  readonly percent?: boolean;
}

const DIRECTION: readonly Column[] = [
  { metric: "rank_ic", title: "rank IC", digits: 4 },
  { metric: "hit_rate", title: "hit rate %", digits: 1, percent: true },
  { metric: "mase", title: "MASE", digits: 4 },
  { metric: "rmsse", title: "RMSSE", digits: 4 },
  { metric: "brier", title: "Brier", digits: 4 },
  { metric: "ece", title: "ECE", digits: 4 },
];
const RANGES: readonly Column[] = [
  { metric: "pinball", title: "pinball", digits: 5 },
  { metric: "crps", title: "CRPS", digits: 5 },
  { metric: "winkler_90", title: "Winkler 90", digits: 4 },
  { metric: "coverage_50", title: "inside 50 %", digits: 1, percent: true },
  { metric: "coverage_80", title: "inside 80 %", digits: 1, percent: true },
  { metric: "coverage_90", title: "inside 90 %", digits: 1, percent: true },
];
const MORE: readonly Column[] = [
  { metric: "top20_excess", title: "top list/day %", digits: 3, percent: true },
  { metric: "relative_hit_rate", title: "relative hits %", digits: 1, percent: true },
  { metric: "pinball_skill", title: "pinball skill", digits: 4 },
  { metric: "dm_naive", title: "DM p", digits: 3 },
  { metric: "winkler_90_vs_ewma", title: "Winkler/EWMA", digits: 4 },
  { metric: "worst_month_coverage_90", title: "worst month %", digits: 1, percent: true },
];

/** The report for a terminal: tables with 95 % intervals, folds, and how long each part took. */
export function describeEvaluation(report: EvaluationReport): string {
  const { data, seed } = report;
  const what =
    `${data.coins.length} coins, ${data.from.slice(0, 10)} to ${data.to.slice(0, 10)}, ` +
    `${report.folds.length} folds (${data.scheme}), ${data.forecasts} forecasts of each model, ` +
    `one in ${data.stride_hours} hours, seed ${seed}`;
  return [
    what,
    "95 % intervals in brackets; days are what is counted, not hours.",
    ...[DIRECTION, RANGES, MORE].flatMap((columns) => ["", ...table(report, columns)]),
    "",
    ...heldOutLines(report),
    "",
    ...foldLines(report),
    "",
    ...timeLines(report),
  ].join("\n");
}

function table({ models, summary }: EvaluationReport, columns: readonly Column[]): string[] {
  const rows = [
    ["", ...columns.map(({ title }) => title)],
    ...models.map((model) => [
      model,
      ...columns.map((column) => cell(summary[model]?.[column.metric], column)),
    ]),
  ];
  return align(rows);
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) =>
    row.map((text, at) => at === 0 ? text.padEnd(widths[at]!) : text.padStart(widths[at]!))
      .join("  ")
  );
}

function cell(metric: Metric | undefined, { digits, percent }: Column): string {
  if (metric === undefined || metric.value === null) return "–";
  const show = (value: number) => (percent ? value * 100 : value).toFixed(digits);
  const { value, low, high } = metric;
  if (low === null || high === null || low === high) return show(value);
  return `${show(value)} [${show(low)}, ${show(high)}]`;
}

function heldOutLines({ models, held_out_coverage, coverage_by_month }: EvaluationReport) {
  const percent = (share: number) => (share * 100).toFixed(1);
  const rows = models.map((model) => {
    const held = held_out_coverage[model]!;
    const worst = coverage_by_month[model]!.toSorted((a, b) => a.coverage_90 - b.coverage_90)[0]!;
    return [
      model,
      held.forecasts === 0 ? "–" : percent(held.coverage_50),
      held.forecasts === 0 ? "–" : percent(held.coverage_80),
      held.forecasts === 0 ? "–" : percent(held.coverage_90),
      `${percent(worst.coverage_90)} (${worst.month})`,
    ];
  });
  return align([
    ["coins kept out of training", "inside 50 %", "inside 80 %", "inside 90 %", "worst month 90 %"],
    ...rows,
  ]);
}

function foldLines({ folds }: EvaluationReport): string[] {
  const day = (time: string) => time.slice(0, 10);
  return align([
    ["fold", "trained on", "calibrated on", "tested on", "steps", "kept out"],
    ...folds.map((fold) => [
      String(fold.fold),
      `${day(fold.train_from)} to ${day(fold.train_to)}`,
      `${day(fold.calibrate_from)} to ${day(fold.calibrate_to)}`,
      `${day(fold.test_from)} to ${day(fold.test_to)}`,
      String(fold.steps),
      fold.held_out.join(" ") || "–",
    ]),
  ]);
}

function timeLines({ parts, seconds }: EvaluationReport): string[] {
  const rows = parts.map(({ part, seconds }) => [part, `${seconds.toFixed(1)} s`]);
  return [
    ...align(rows),
    `${seconds.toFixed(0)} s in all; folds run two at a time, so that parts add up to more.`,
  ];
}
