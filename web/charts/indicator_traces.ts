import type { Candles } from "../../server/markets/schema.ts";
import type { PlotlyObject } from "./figure.ts";
import { fade, type Palette } from "./palette.ts";

const HOUR_MS = 3_600_000;
const STEP_MS = { "1h": HOUR_MS, "4h": 4 * HOUR_MS, "1d": 24 * HOUR_MS } as const;

/** A value per candle, null where it is not defined. */
export type Line = readonly (number | null)[];

/** Candles' open times, and where in them a hole begins. */
export interface Times {
  readonly open: readonly string[];
  /** Indexes of candles that do not follow right after the one before. */
  readonly afterHole: readonly number[];
}

/** Finds the holes between candles. */
export function readTimes(candles: Candles): Times {
  const open = candles.candles.map((row) => row.open_time);
  const ms = open.map((time) => Date.parse(time));
  const stepMs = STEP_MS[candles.interval];
  const afterHole = ms.flatMap((time, index) =>
    index > 0 && time - (ms[index - 1] ?? time) > stepMs ? [index] : []
  );
  return { open, afterHole };
}

/** A line over candles that is broken where the data is, instead of bridging the hole. */
function indicatorTrace(times: Times, values: Line, more: PlotlyObject): PlotlyObject {
  const x: string[] = [...times.open];
  const y: (number | null)[] = [...values];
  for (const index of [...times.afterHole].reverse()) {
    x.splice(index, 0, x[index - 1] ?? "");
    y.splice(index, 0, null);
  }
  return lineTrace(x, y, more);
}

/** A line that is left open where a value is missing. */
export function lineTrace(
  x: readonly (string | number)[],
  y: Line,
  more: PlotlyObject,
): PlotlyObject {
  return { type: "scatter", mode: "lines", connectgaps: false, x, y, ...more };
}

/** The area between two lines: one polygon for each stretch of candles without a hole. */
function bandTrace(times: Times, upper: Line, lower: Line, color: string): PlotlyObject {
  const x: (string | null)[] = [];
  const y: (number | null)[] = [];
  const starts = [0, ...times.afterHole];
  starts.forEach((start, part) => {
    const end = starts[part + 1] ?? times.open.length;
    const known = Array.from({ length: end - start }, (_, offset) => start + offset)
      .filter((index) => upper[index] != null && lower[index] != null);
    const around = [...known, ...known.toReversed()];
    x.push(...around.map((index) => times.open[index] ?? null), null);
    y.push(...known.map((index) => upper[index] ?? null));
    y.push(...known.toReversed().map((index) => lower[index] ?? null), null);
  });
  const more = { fill: "toself", fillcolor: color, hoverinfo: "skip", yaxis: "y" };
  return { type: "scatter", mode: "none", x, y, ...more };
}

/** Upper and lower band with the area between them, and the mean. */
export function bollingerTraces(candles: Candles, times: Times, palette: Palette): PlotlyObject[] {
  const bands = candles.indicators?.bollinger;
  if (!bands) return [];
  const line = (name: string, dash: string) => ({
    name,
    yaxis: "y",
    line: { color: fade(palette.second, 0.7), width: 1, dash },
  });
  return [
    bandTrace(times, bands.upper, bands.lower, fade(palette.second, 0.07)),
    indicatorTrace(times, bands.upper, line("Bollinger upper", "solid")),
    indicatorTrace(times, bands.lower, line("Bollinger lower", "solid")),
    indicatorTrace(times, bands.middle, line("Bollinger middle", "dot")),
  ];
}

/** The relative strength index, in the third row. */
export function rsiTraces(candles: Candles, times: Times, palette: Palette): PlotlyObject[] {
  const rsi = candles.indicators?.rsi;
  if (!rsi) return [];
  return [indicatorTrace(times, rsi, {
    name: "RSI 14",
    yaxis: "y3",
    line: { color: palette.accent, width: 1.4 },
    hovertemplate: "%{y:.1f}<extra>RSI 14</extra>",
  })];
}

/** MACD, its signal and their difference, in the fourth row. */
export function macdTraces(candles: Candles, times: Times, palette: Palette): PlotlyObject[] {
  const macd = candles.indicators?.macd;
  if (!macd) return [];
  const line = (name: string, color: string) => ({
    name,
    yaxis: "y4",
    line: { color, width: 1.4 },
  });
  return [
    {
      type: "bar",
      name: "Histogram",
      x: times.open,
      y: macd.histogram,
      yaxis: "y4",
      marker: {
        color: macd.histogram.map((v) => fade((v ?? 0) >= 0 ? palette.up : palette.down, 0.5)),
        line: { width: 0 },
      },
    },
    indicatorTrace(times, macd.macd, line("MACD", palette.accent)),
    indicatorTrace(times, macd.signal, line("Signal", palette.second)),
  ];
}
