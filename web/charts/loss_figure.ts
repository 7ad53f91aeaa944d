import { baseLayout, type Figure, valueAxis } from "./figure.ts";
import type { Palette } from "./palette.ts";

const FORMAT = ".4f";
/** Closer than this share of the height, two names would overlap. */
const CLOSE = 0.12;

/** The course of the loss over the steps of a training, against the naive forecast's. */
export function lossFigure(
  curve: readonly { readonly step: number; readonly loss: number }[],
  naiveLoss: number | null,
  palette: Palette,
): Figure {
  const last = curve.at(-1);
  // Two names at nearly the same height are moved apart, the higher value upwards.
  const losses = [...curve.map((point) => point.loss), naiveLoss ?? last?.loss ?? 0];
  const span = Math.max(...losses) - Math.min(...losses);
  const gap = (last?.loss ?? 0) - (naiveLoss ?? 0);
  const shift = naiveLoss !== null && Math.abs(gap) < span * CLOSE ? Math.sign(gap || 1) * 7 : 0;
  const label = (text: string, y: number, color: string, yshift: number) => ({
    xref: "paper",
    yref: "y",
    x: 1,
    xanchor: "left",
    xshift: 6,
    y,
    yshift,
    text,
    showarrow: false,
    font: { size: 12, color },
  });
  return {
    data: [{
      type: "scatter",
      mode: "lines",
      x: curve.map((point) => point.step),
      y: curve.map((point) => point.loss),
      line: { color: palette.accent, width: 2 },
      hovertemplate: `step %{x}: %{y:${FORMAT}}<extra></extra>`,
    }],
    layout: {
      ...baseLayout(palette),
      hovermode: "closest",
      dragmode: false,
      margin: { l: 56, r: 60, t: 8, b: 28 },
      xaxis: { showgrid: false, zeroline: false, fixedrange: true, tickformat: ",d" },
      yaxis: { ...valueAxis(palette), side: "left", tickformat: FORMAT, nticks: 5 },
      shapes: naiveLoss === null ? [] : [{
        type: "line",
        xref: "paper",
        x0: 0,
        x1: 1,
        y0: naiveLoss,
        y1: naiveLoss,
        line: { color: palette.muted, width: 1, dash: "dash" },
      }],
      annotations: [
        ...(last ? [label("Loss", last.loss, palette.accent, shift)] : []),
        ...(naiveLoss === null ? [] : [label("Naive", naiveLoss, palette.muted, -shift)]),
      ],
    },
  };
}
