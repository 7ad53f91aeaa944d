import type { Palette } from "./palette.ts";

/** Plain JSON in Plotly's terms. */
export type PlotlyValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly PlotlyValue[]
  | { readonly [key: string]: PlotlyValue };
export type PlotlyObject = { readonly [key: string]: PlotlyValue };

/** What a chart draws: made by pure functions, tested without a browser. */
export interface Figure {
  readonly data: readonly PlotlyObject[];
  readonly layout: PlotlyObject;
}

/** The house style: horizontal grid lines only, figures on the right, one hover for all series. */
export function baseLayout(palette: Palette): PlotlyObject {
  return {
    autosize: true,
    // Not transparent: Plotly draws a halo in this colour around its hover line.
    paper_bgcolor: palette.surface,
    plot_bgcolor: palette.surface,
    font: { family: "system-ui, sans-serif", size: 12, color: palette.muted },
    margin: { l: 8, r: 64, t: 8, b: 28 },
    showlegend: false,
    hovermode: "x unified",
    hoversubplots: "axis",
    hoverlabel: {
      bgcolor: palette.surface,
      bordercolor: palette.grid,
      font: { color: palette.text, size: 12 },
    },
    dragmode: "zoom",
  };
}

/** A time axis without lines of its own. */
export function timeAxis(palette: Palette): PlotlyObject {
  return {
    type: "date",
    showgrid: false,
    zeroline: false,
    rangeslider: { visible: false },
    tickcolor: palette.grid,
    linecolor: palette.grid,
    hoverformat: "%a %-d %b %Y, %H:%M UTC",
    // The year stands in a line of its own, where it begins: one line of both would not fit a phone.
    tickformatstops: [{ dtickrange: ["M1", "M6"], value: "%b\n%Y" }],
    showspikes: true,
    spikemode: "across",
    spikethickness: 1,
    spikedash: "dot",
    spikecolor: palette.muted,
  };
}

/** A value axis on the right, with faint lines. */
export function valueAxis(palette: Palette): PlotlyObject {
  return {
    side: "right",
    showgrid: true,
    gridcolor: palette.grid,
    gridwidth: 1,
    zeroline: false,
    fixedrange: true,
    automargin: false,
  };
}
