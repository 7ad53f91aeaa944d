import type { CoinPrediction } from "../../server/predictions/schema.ts";
import { formatPrice } from "../lib/format.ts";
import type { PlotlyObject } from "./figure.ts";
import { lineTrace } from "./indicator_traces.ts";
import { fade, type Palette } from "./palette.ts";

/**
 * The forecast as a fan from the last close: the 90 % range faint, the 50 % range strong, the
 * median as a line. Candles are drawn at their open time, so the close stands one hour later.
 */
export function fanTraces(forecast: CoinPrediction, palette: Palette): PlotlyObject[] {
  const x = [forecast.prediction_time, ...forecast.path.map((point) => point.target_time)];
  const from = (pick: (point: CoinPrediction["path"][number]) => number) => [
    forecast.current_price,
    ...forecast.path.map(pick),
  ];
  const edge = (y: number[]) =>
    lineTrace(x, y, { line: { width: 0 }, hoverinfo: "skip", yaxis: "y" });
  const band = (y: number[], alpha: number) =>
    lineTrace(x, y, {
      line: { width: 0 },
      fill: "tonexty",
      fillcolor: fade(palette.accent, alpha),
      hoverinfo: "skip",
      yaxis: "y",
    });
  const ranges = forecast.path.map((point) =>
    `${formatPrice(point.q05)} to ${formatPrice(point.q95)}`
  );
  return [
    edge(from((point) => point.q05)),
    band(from((point) => point.q95), 0.14),
    edge(from((point) => point.q25)),
    band(from((point) => point.q75), 0.32),
    lineTrace(x, from((point) => point.q50), {
      name: "Forecast",
      yaxis: "y",
      line: { color: palette.accent, width: 1.5, dash: "dot" },
      customdata: ["", ...ranges],
      hovertemplate: "%{y} · 90 % of the time %{customdata}<extra>Forecast</extra>",
    }),
  ];
}
