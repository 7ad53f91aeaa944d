import type { FollowTop20, TrackRecord } from "../../../server/predictions/schema.ts";
import type { Figure } from "../../charts/figure.ts";
import { type FigureLine, lineFigure } from "../../charts/line_figure.ts";
import type { Palette } from "../../charts/palette.ts";

/** One coin's published ranges in grey over what happened, with the naive range dotted. */
export function seriesFigure(series: TrackRecord["series"], palette: Palette): Figure {
  const pick = (read: (point: TrackRecord["series"][number]) => number | null) => series.map(read);
  return lineFigure({
    x: series.map((point) => point.target_time),
    bands: [
      {
        name: "90 % range",
        lower: pick((point) => point.q05),
        upper: pick((point) => point.q95),
        role: "muted",
      },
      {
        name: "50 % range",
        lower: pick((point) => point.q25),
        upper: pick((point) => point.q75),
        role: "muted",
        strong: true,
      },
    ],
    lines: [
      { name: "Naive 5 %", values: pick((p) => p.naive_q05), role: "second", dashed: true },
      { name: "Naive 95 %", values: pick((p) => p.naive_q95), role: "second", dashed: true },
      { name: "Median", values: pick((point) => point.q50), role: "muted" },
      { name: "Happened", values: pick((point) => point.actual), role: "main" },
    ],
    unit: "dollars",
    palette,
  });
}

type Covered = Pick<
  TrackRecord["summary"],
  "coverage_50" | "coverage_80" | "coverage_90" | "naive_coverage_90"
>;

/** More than a lonely dot, unless dots are all there is. */
function isLine(values: readonly (number | null)[]): boolean {
  const known = values.filter((value) => value !== null).length;
  return known >= Math.min(2, Math.max(1, values.length));
}

/** Shares of outcomes inside the ranges, over months or over hours ahead. */
export function coverageFigure(
  x: readonly (string | number)[],
  rows: readonly Covered[],
  axis: "months" | "hours",
  palette: Palette,
): Figure {
  const lines: FigureLine[] = [
    { name: "90 % range", values: rows.map((row) => row.coverage_90), role: "main" },
    {
      name: "Naive 90 %",
      values: rows.map((row) => row.naive_coverage_90),
      role: "second",
      dashed: true,
    },
    { name: "80 % range", values: rows.map((row) => row.coverage_80), role: "ink" },
    { name: "50 % range", values: rows.map((row) => row.coverage_50), role: "muted" },
  ];
  // The naive forecasts' own record needs no second line on top of its first.
  const ownNaive = rows.every((row) => row.naive_coverage_90 === row.coverage_90);
  return lineFigure({
    x,
    axis,
    lines: lines.filter((line) => isLine(line.values) && !(ownNaive && line.role === "second")),
    level: { value: 0.9, name: "90 % promised" },
    unit: "share",
    palette,
  });
}

/** What 1 put into the top list became after costs, beside the universe and random lists. */
export function followFigure(follow: FollowTop20, palette: Palette): Figure {
  const percent = (read: (point: FollowTop20["points"][number]) => number) =>
    follow.points.map((point) => (read(point) - 1) * 100);
  return lineFigure({
    x: follow.points.map((point) => point.date),
    bands: [{
      name: "Random lists, 9 of 10",
      lower: percent((point) => point.random_low),
      upper: percent((point) => point.random_high),
      role: "muted",
    }],
    lines: [
      { name: "Random lists", values: percent((point) => point.random_median), role: "faint" },
      { name: "Universe", values: percent((point) => point.universe), role: "second" },
      { name: `Top ${follow.list_size}`, values: percent((point) => point.top), role: "main" },
    ],
    level: { value: 0, name: "Start" },
    unit: "percent",
    palette,
  });
}
