import { formatShare } from "../lib/format.ts";
import { baseLayout, type Figure, type PlotlyObject } from "./figure.ts";
import { mix, type Palette } from "./palette.ts";

/** How often something came true, where it was promised with one probability. */
export interface CalibrationPoint {
  /** What was promised, 0 to 1. */
  readonly promised: number;
  /** How often it happened, 0 to 1. */
  readonly observed: number;
  readonly low?: number | null;
  readonly high?: number | null;
  /** Forecasts behind the point. */
  readonly count?: number | null;
}

/** From the least to the most that is promised or observed, in whole tenths. */
function shareRange(points: readonly CalibrationPoint[]): [number, number] {
  const all = points.flatMap((point) => [
    point.promised,
    point.observed,
    point.low ?? point.observed,
    point.high ?? point.observed,
  ]);
  const low = Math.floor(Math.min(1, ...all) * 10) / 10;
  const high = Math.ceil(Math.max(0, ...all) * 10) / 10;
  return high > low ? [low, high] : [0, 1];
}

function axis(title: string, range: [number, number], palette: Palette): PlotlyObject {
  const margin = (range[1] - range[0]) * 0.04;
  return {
    title: { text: title, font: { size: 12, color: palette.muted }, standoff: 8 },
    range: [range[0] - margin, range[1] + margin],
    tickformat: ".0%",
    gridcolor: palette.grid,
    zeroline: false,
    fixedrange: true,
  };
}

/** Promised against observed: points on the dashed diagonal were promised exactly right. */
export function calibrationFigure(
  points: readonly CalibrationPoint[],
  palette: Palette,
  words = { promised: "Promised", observed: "Happened" },
): Figure {
  const range = shareRange(points);
  const beyond = (end: number | null | undefined, point: CalibrationPoint) =>
    end == null ? 0 : Math.abs(end - point.observed);
  const diagonal = {
    type: "scatter",
    mode: "lines",
    x: range,
    y: range,
    hoverinfo: "skip",
    line: { color: palette.muted, width: 1, dash: "dash" },
  };
  const observed = {
    type: "scatter",
    mode: "markers",
    x: points.map((point) => point.promised),
    y: points.map((point) => point.observed),
    marker: { color: palette.accent, size: 8, line: { color: palette.surface, width: 1.5 } },
    error_y: {
      type: "data",
      symmetric: false,
      array: points.map((point) => beyond(point.high, point)),
      arrayminus: points.map((point) => beyond(point.low, point)),
      color: mix(palette.surface, palette.accent, 0.5),
      thickness: 1.5,
      width: 0,
    },
    customdata: points.map((point) => [
      formatShare(point.promised),
      formatShare(point.observed),
      point.count == null ? "" : `<br>${point.count.toLocaleString("en-US")} forecasts`,
    ]),
    hovertemplate: `${words.promised} %{customdata[0]}, ${words.observed.toLowerCase()} ` +
      "%{customdata[1]}%{customdata[2]}<extra></extra>",
  };
  return {
    data: [diagonal, observed],
    layout: {
      ...baseLayout(palette),
      hovermode: "closest",
      dragmode: false,
      margin: { l: 60, r: 16, t: 8, b: 48 },
      xaxis: axis(words.promised, range, palette),
      yaxis: axis(words.observed, range, palette),
    },
  };
}
