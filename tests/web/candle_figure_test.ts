import { assert, assertEquals } from "@std/assert";
import { candleFigure, priceRange, timeRange } from "../../web/charts/candle_figure.ts";
import type { Figure, PlotlyObject } from "../../web/charts/figure.ts";
import { HOUR_MS, PALETTE, sampleCandles, sampleForecast, START_MS } from "./charts_samples.ts";

const CANDLES = sampleCandles([0, 1, 2, 3]);
const NOW_MS = START_MS + 4 * HOUR_MS;
const ALL = { fromMs: START_MS, toMs: NOW_MS };

function trace(figure: Figure, name: string): PlotlyObject {
  const found = figure.data.find((candidate) => candidate["name"] === name);
  if (!found) throw new Error(`no trace "${name}"`);
  return found;
}

Deno.test("candles and volume are drawn one for one", () => {
  const figure = candleFigure({ candles: CANDLES, visible: ALL, palette: PALETTE });
  assertEquals(trace(figure, "BTC")["close"], [101, 102, 103, 104]);
  assertEquals(trace(figure, "Volume")["y"], [10, 10, 10, 10]);
});

Deno.test("the fan starts at the last close and ends at the horizon", () => {
  const forecast = sampleForecast(NOW_MS);
  const figure = candleFigure({ candles: CANDLES, forecast, visible: ALL, palette: PALETTE });
  const median = trace(figure, "Forecast");
  const x = median["x"] as string[];
  assertEquals([x[0], x.at(-1)], [forecast.prediction_time, forecast.target_time]);
  assertEquals((median["y"] as number[])[0], forecast.current_price);
  const bands = figure.data.filter((candidate) => candidate["fill"] === "tonexty");
  assertEquals(bands.map((band) => band["fillcolor"]), [
    "rgba(67,56,202,0.14)",
    "rgba(67,56,202,0.32)",
  ]);
});

Deno.test("an indicator line is broken at a hole instead of bridging it", () => {
  const candles = {
    ...sampleCandles([0, 1, 5, 6]),
    indicators: { rsi: [50, 51, 52, 53] },
  };
  const figure = candleFigure({ candles, visible: ALL, palette: PALETTE });
  assertEquals(trace(figure, "RSI 14")["y"], [50, 51, null, 52, 53]);
});

Deno.test("the Bollinger band is one polygon for each stretch without a hole", () => {
  const candles = {
    ...sampleCandles([0, 1, 5, 6]),
    indicators: {
      bollinger: { upper: [5, 6, 7, 8], middle: [4, 4, 4, 4], lower: [null, 1, 2, 3] },
    },
  };
  const figure = candleFigure({ candles, visible: ALL, palette: PALETTE });
  const band = figure.data.find((candidate) => candidate["fill"] === "toself");
  assertEquals(band?.["y"], [6, 1, null, 7, 8, 3, 2, null]);
});

Deno.test("a hole is shaded from its first missing hour to the end of its last", () => {
  const gap = { from: "2026-11-14T02:00:00.000Z", to: "2026-11-14T04:00:00.000Z" };
  const candles = { ...sampleCandles([0, 1, 5]), gaps: [{ ...gap, reason: "outage" as const }] };
  const figure = candleFigure({ candles, visible: ALL, palette: PALETTE });
  const [shape] = figure.layout["shapes"] as PlotlyObject[];
  assertEquals([shape?.["x0"], shape?.["x1"]], [gap.from, "2026-11-14T05:00:00.000Z"]);
});

Deno.test("prices are scaled to what is looked at, and a view of the past has no room for the forecast", () => {
  const forecast = sampleForecast(NOW_MS);
  const past = { fromMs: START_MS, toMs: START_MS + HOUR_MS };
  const input = { candles: CANDLES, forecast, visible: past, palette: PALETTE };
  assertEquals(timeRange(input), [past.fromMs, past.toMs]);
  const [low, high] = priceRange(input, timeRange(input)) ?? [0, 0];
  assert(low < 99 && low > 98 && high > 103 && high < 104, `${low} to ${high}`);
  assertEquals(timeRange({ ...input, visible: ALL })[1], Date.parse(forecast.target_time));
});

Deno.test("no candles make an empty figure, not an error", () => {
  const figure = candleFigure({ candles: sampleCandles([]), visible: ALL, palette: PALETTE });
  assertEquals(trace(figure, "BTC")["x"], []);
  assertEquals(figure.layout["shapes"], []);
});
