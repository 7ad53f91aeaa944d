import type { Prediction } from "../../server/predictions/schema.ts";
import { formatPercent, formatShare } from "../lib/format.ts";
import { baseLayout, type Figure, type PlotlyObject } from "./figure.ts";
import { mix, type Palette } from "./palette.ts";

const ROW_PX = 26;

/** Height that gives each coin a row, in pixels. */
export function intervalFigureHeight(coins: number): number {
  return 56 + coins * ROW_PX;
}

function percentOf(price: number, current: number): number {
  return (price / current - 1) * 100;
}

/** One segment per coin in a single trace; a null ends each. */
function segments(
  rows: readonly Prediction[],
  ends: (row: Prediction) => [number, number],
  line: PlotlyObject,
): PlotlyObject {
  return {
    type: "scatter",
    mode: "lines",
    hoverinfo: "skip",
    x: rows.flatMap((row) => [...ends(row).map((end) => percentOf(end, row.current_price)), null]),
    y: rows.flatMap((row) => [row.symbol, row.symbol, null]),
    line,
  };
}

/** From the lowest end to the highest, with a margin. */
function percentRange(rows: readonly Prediction[]): [number, number] {
  const low = Math.min(0, ...rows.map((row) => percentOf(row.lower, row.current_price)));
  const high = Math.max(0, ...rows.map((row) => percentOf(row.upper, row.current_price)));
  const margin = (high - low || 1) * 0.03;
  return [low - margin, high + margin];
}

/**
 * Where each coin's price is expected, in percent of its price now: a dot for the median, a thick
 * line for the 50 % range, a thin one for the 90 % range. Rows come in the order given, first on top.
 */
export function intervalFigure(rows: readonly Prediction[], palette: Palette): Figure {
  const dots = {
    type: "scatter",
    mode: "markers",
    x: rows.map((row) => row.predicted_change_percent),
    y: rows.map((row) => row.symbol),
    marker: { color: palette.accent, size: 8, line: { color: palette.surface, width: 1.5 } },
    customdata: rows.map((row) => [
      formatPercent(percentOf(row.lower, row.current_price), 1),
      formatPercent(percentOf(row.upper, row.current_price), 1),
      formatShare(row.probability_up),
    ]),
    hovertemplate:
      "<b>%{y}</b>: median %{x:+.2f} %<br>9 of 10 times between %{customdata[0]} and " +
      "%{customdata[1]}<br>up with %{customdata[2]}<extra></extra>",
  };
  return {
    data: [
      segments(rows, (row) => [row.lower, row.upper], {
        color: mix(palette.surface, palette.accent, 0.42),
        width: 2,
      }),
      segments(rows, (row) => [row.lower_50, row.upper_50], {
        color: mix(palette.surface, palette.accent, 0.62),
        width: 7,
      }),
      dots,
    ],
    layout: {
      ...baseLayout(palette),
      hovermode: "closest",
      dragmode: false,
      margin: { l: 64, r: 24, t: 28, b: 8 },
      xaxis: {
        fixedrange: true,
        range: percentRange(rows),
        side: "top",
        ticksuffix: " %",
        tickformat: "+~f",
        gridcolor: palette.grid,
        zeroline: true,
        zerolinecolor: palette.muted,
        zerolinewidth: 1,
      },
      yaxis: {
        fixedrange: true,
        autorange: "reversed",
        type: "category",
        showgrid: false,
        tickfont: { color: palette.text },
        dtick: 1,
      },
    },
  };
}
