import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { calibrationFigure } from "../../web/charts/calibration_figure.ts";
import { lineFigure, spreadLabels, valueRange } from "../../web/charts/line_figure.ts";
import { HOUR_MS, PALETTE, START_MS } from "./charts_samples.ts";

const x = [0, 1, 2].map((hour) => new Date(START_MS + hour * HOUR_MS).toISOString());

Deno.test("lines are named at their ends, in their colours, and left open where values are missing", () => {
  const figure = lineFigure({
    x,
    lines: [
      { name: "Top 20", values: [0, null, 4], role: "main" },
      { name: "Universe", values: [0, 1, null], role: "second" },
    ],
    unit: "percent",
    palette: PALETTE,
  });
  assertEquals(figure.data[0]?.["y"], [0, null, 4]);
  assertEquals(figure.data[0]?.["connectgaps"], false);
  const labels = figure.layout["annotations"] as { text: string; y: number }[];
  assertEquals(labels.map((label) => label.text), ["Top 20", "Universe"]);
  assert((labels[0]?.y ?? 0) > (labels[1]?.y ?? 0), "the higher line has the higher label");
});

Deno.test("a line without any value has no label, a level has one", () => {
  const figure = lineFigure({
    x,
    lines: [{ name: "Nothing yet", values: [null, null, null], role: "main" }],
    level: { value: 0.9, name: "Promised" },
    unit: "share",
    palette: PALETTE,
  });
  const labels = figure.layout["annotations"] as { text: string }[];
  assertEquals(labels.map((label) => label.text), ["Promised"]);
});

Deno.test("labels that would overlap are moved apart, in their order, and none leaves the chart", () => {
  const spread = spreadLabels([0.5, 0.51, 0.49, 0.98, 0.99, 0.97], 0.1);
  const sorted = spread.toSorted((a, b) => a - b);
  for (const [index, place] of sorted.entries()) {
    if (index > 0) assert(place - (sorted[index - 1] ?? 0) >= 0.1 - 1e-9, `${spread}`);
  }
  assertAlmostEquals(Math.max(...spread), 1);
  assert((spread[2] ?? 0) < (spread[0] ?? 0) && (spread[0] ?? 0) < (spread[1] ?? 0));
  assertEquals(spreadLabels([0.2, 0.8], 0.1), [0.2, 0.8]);
});

Deno.test("the value axis holds every line, band and level", () => {
  const [low, high] = valueRange({
    x,
    lines: [{ name: "a", values: [1, 2, null], role: "main" }],
    bands: [{ name: "b", lower: [-3, 0, null], upper: [5, 6, null], role: "muted" }],
    level: { value: 9, name: "c" },
    unit: "number",
    palette: PALETTE,
  });
  assert(low < -3 && high > 9);
});

Deno.test("calibration is drawn against the diagonal, with intervals where they are known", () => {
  const points = [
    { promised: 0.52, observed: 0.5, low: 0.46, high: 0.54, count: 1200 },
    { promised: 0.58, observed: 0.61 },
  ];
  const [diagonal, observed] = calibrationFigure(points, PALETTE).data;
  assertEquals(diagonal?.["x"], diagonal?.["y"]);
  assertEquals(observed?.["x"], [0.52, 0.58]);
  const bars = observed?.["error_y"] as { array: number[]; arrayminus: number[] };
  assertAlmostEquals(bars.array[0] ?? 0, 0.04);
  assertAlmostEquals(bars.arrayminus[0] ?? 0, 0.04);
  assertEquals(bars.array[1], 0);
  assertEquals(calibrationFigure([], PALETTE).data[0]?.["x"], [0, 1]);
});
