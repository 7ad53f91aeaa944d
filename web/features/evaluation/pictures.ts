import { calibrationFigure } from "../../charts/calibration_figure.ts";
import type { Figure } from "../../charts/figure.ts";
import { lineFigure } from "../../charts/line_figure.ts";
import type { Palette } from "../../charts/palette.ts";
import { formatMonth, formatPercent, formatShare } from "../../lib/format.ts";
import type { Evaluation } from "./evaluation_data.ts";

/** Confidence below this is a coin flip once rounded. */
const UNSURE = 0.505;

/** A chart with the finding it shows; null is given where a model has no such figures. */
export interface Picture {
  readonly title: string;
  readonly note: string;
  readonly figure: (palette: Palette) => Figure;
}

/** Stated confidence against how often the direction was right. */
export function calibrationPicture(evaluation: Evaluation, model: string): Picture | null {
  const points = (evaluation.calibration_curve[model] ?? []).map((point) => ({
    promised: point.stated,
    observed: point.observed,
    count: point.forecasts,
  }));
  const most = points.at(-1);
  if (!most) return null;
  const title = most.promised < UNSURE
    ? `It was never more than ${formatShare(most.promised)} sure: it knows nothing of the ` +
      "direction, and says so"
    : `Where it was ${formatShare(most.promised)} sure, it was right ` +
      `${formatShare(most.observed)} of the time`;
  const words = { promised: "Confidence stated", observed: "Direction right" };
  return {
    title,
    note: "On the dashed line, confidence is exactly what it says.",
    figure: (palette) => calibrationFigure(points, palette, words),
  };
}

/** Shares of outcomes inside the ranges, month by month. */
export function coveragePicture(evaluation: Evaluation, model: string): Picture | null {
  const months = evaluation.coverage_by_month[model] ?? [];
  const worst = months.toSorted((a, b) => a.coverage_90 - b.coverage_90)[0];
  if (!worst) return null;
  return {
    title:
      `In its worst month, ${formatMonth(worst.month)}, ${
        formatShare(worst.coverage_90)
      } of outcomes ` +
      "fell in the 90 % range",
    note: "Outcomes inside the 50, 80 and 90 % ranges, by month. 90 % is dashed.",
    figure: (palette) =>
      lineFigure({
        x: months.map((month) => `${month.month}-01`),
        axis: "months",
        lines: [
          { name: "90 % range", values: months.map((m) => m.coverage_90), role: "main" },
          { name: "80 % range", values: months.map((m) => m.coverage_80), role: "second" },
          { name: "50 % range", values: months.map((m) => m.coverage_50), role: "muted" },
        ],
        level: { value: 0.9, name: "90 % promised" },
        unit: "share",
        palette,
      }),
  };
}

/** Rank correlation of forecast and outcome, day by day. */
export function icPicture(evaluation: Evaluation, model: string): Picture | null {
  const days = evaluation.ic_series[model] ?? [];
  if (days.length === 0) return null;
  const mean = days.reduce((sum, day) => sum + day.ic, 0) / days.length;
  return {
    title: `The daily rank IC averages ${mean.toFixed(3).replace("-", "\u2212")} ` +
      `over ${days.length} days`,
    note: "Line: mean of the 90 days before. 0 is guessing.",
    figure: (palette) =>
      lineFigure({
        x: days.map((day) => day.date),
        lines: [
          { name: "Each day", values: days.map((day) => day.ic), role: "faint" },
          { name: "Mean of 90 days", values: days.map((day) => day.mean_90d), role: "main" },
        ],
        level: { value: 0, name: "Guessing" },
        unit: "number",
        palette,
      }),
  };
}

/** The worth of the top list after costs, beside the universe and random lists. */
export function topPicture(evaluation: Evaluation, model: string): Picture | null {
  const curve = evaluation.top_list_curve[model];
  const last = curve?.points.at(-1);
  if (!curve || !last) return null;
  const percent = (worth: number) => (worth - 1) * 100;
  const won = last.top - last.universe;
  const inBand = last.top >= last.random_low && last.top <= last.random_high;
  const { points } = curve;
  return {
    title: `The top ${curve.size} ended ${formatPercent(percent(last.top), 1)}, the universe ` +
      `${formatPercent(percent(last.universe), 1)}` +
      (inBand ? `; random lists did as well` : won > 0 ? "; beyond random lists" : ""),
    note: `After ${curve.cost_bp_a_side / 100}\u00a0% a side. Band: nine of ten random lists.`,
    figure: (palette) =>
      lineFigure({
        x: points.map((point) => point.date),
        bands: [{
          name: "Random lists",
          lower: points.map((point) => percent(point.random_low)),
          upper: points.map((point) => percent(point.random_high)),
          role: "muted",
        }],
        lines: [
          { name: `Top ${curve.size}`, values: points.map((p) => percent(p.top)), role: "main" },
          { name: "Universe", values: points.map((p) => percent(p.universe)), role: "second" },
        ],
        level: { value: 0, name: "Start" },
        unit: "percent",
        palette,
      }),
  };
}
