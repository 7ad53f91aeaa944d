import { baseLayout, type Figure, type PlotlyObject, timeAxis, valueAxis } from "./figure.ts";
import { lineTrace } from "./indicator_traces.ts";
import { fade, mix, type Palette } from "./palette.ts";

/** How a line is told apart: by what it is to the reader, not by a colour. */
export type LineRole = "main" | "second" | "muted" | "ink" | "faint";

/** One line over the common places, left open where a value is missing. */
export interface FigureLine {
  /** Stands at the end of the line and in the hover. */
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly role: LineRole;
  readonly dashed?: boolean;
}

/** The area between two lines over the common places. */
export interface FigureBand {
  readonly name: string;
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly role: LineRole;
  /** Strong for what holds half of all outcomes, faint for what holds most of them. */
  readonly strong?: boolean;
}

/** What the values are, which decides how the axis and the hover write them. */
export type ValueUnit = "share" | "percent" | "dollars" | "number";

export interface LineFigureInput {
  /** ISO times, or hours ahead. */
  readonly x: readonly (string | number)[];
  readonly axis?: "time" | "months" | "hours";
  readonly lines: readonly FigureLine[];
  readonly bands?: readonly FigureBand[];
  /** A level that the lines are to be compared with. */
  readonly level?: { readonly value: number; readonly name: string };
  readonly unit: ValueUnit;
  readonly palette: Palette;
}

/** Up to so many places each is marked by a dot. */
const MOST_DOTS = 36;
/** The least distance of two labels at the right edge, as a share of the height. */
const LABEL_DISTANCE = 0.075;
const CHARACTER_PX = 6.6;

function color(role: LineRole, palette: Palette): string {
  const colors = {
    main: palette.accent,
    second: palette.second,
    muted: palette.muted,
    ink: palette.text,
    faint: mix(palette.surface, palette.muted, 0.45),
  };
  return colors[role];
}

/** Lowest and highest value of all lines, bands and levels, with a margin. */
export function valueRange(input: LineFigureInput): [number, number] {
  const all = [
    ...input.lines.flatMap((line) => line.values),
    ...(input.bands ?? []).flatMap((band) => [...band.lower, ...band.upper]),
    input.level?.value ?? null,
  ].filter((value): value is number => value !== null && Number.isFinite(value));
  if (all.length === 0) return [0, 1];
  const low = all.reduce((least, value) => Math.min(least, value), Infinity);
  const high = all.reduce((most, value) => Math.max(most, value), -Infinity);
  const margin = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - margin, high + margin];
}

/** The last value of a line that is known; undefined of a line without any. */
function lastKnown(values: readonly (number | null)[]): number | undefined {
  return values.findLast((value): value is number => value !== null) ?? undefined;
}

/**
 * Moves places (0 to 1, from the bottom up) apart until no two are closer than the least distance.
 * Their order stays.
 */
export function spreadLabels(places: readonly number[], distance = LABEL_DISTANCE): number[] {
  const order = places.map((_, index) => index)
    .sort((left, right) => (places[left] ?? 0) - (places[right] ?? 0));
  const spread = [...places];
  let floor = -Infinity;
  for (const index of order) {
    const place = Math.max(places[index] ?? 0, floor);
    spread[index] = place;
    floor = place + distance;
  }
  // What was pushed beyond the top comes back down, and takes its neighbours along.
  let ceiling = 1;
  for (const index of order.toReversed()) {
    spread[index] = Math.min(spread[index] ?? 0, ceiling);
    ceiling = (spread[index] ?? 0) - distance;
  }
  return spread;
}

/** Names at the ends of the lines, in their colours, instead of a legend. */
function endLabels(input: LineFigureInput, [low, high]: [number, number]): PlotlyObject[] {
  const named = [
    ...input.lines.map((line) => ({
      name: line.name,
      value: lastKnown(line.values),
      // Words need more contrast than a faint line has.
      color: color(line.role === "faint" ? "muted" : line.role, input.palette),
    })),
    ...(input.level ? [{ ...input.level, color: input.palette.muted }] : []),
  ].filter((label) => label.value !== undefined);
  const places = spreadLabels(
    named.map((label) => ((label.value as number) - low) / (high - low)),
  );
  return named.map((label, index) => ({
    xref: "paper",
    yref: "paper",
    x: 1,
    xanchor: "left",
    xshift: 6,
    y: places[index] ?? 0,
    text: label.name,
    showarrow: false,
    font: { size: 12, color: label.color },
  }));
}

const HOVER_FORMATS: Record<ValueUnit, string> = {
  share: "%{y:.0%}",
  percent: "%{y:+.2f} %",
  dollars: "$%{y:,.6~g}",
  number: "%{y:.3f}",
};
const AXIS_FORMATS: Record<ValueUnit, PlotlyObject> = {
  share: { tickformat: ".0%" },
  percent: { tickformat: "+~f", ticksuffix: " %" },
  dollars: { tickformat: ",~r", tickprefix: "$" },
  number: { tickformat: "~g" },
};

function bandTraces(input: LineFigureInput): PlotlyObject[] {
  return (input.bands ?? []).flatMap((band) => {
    const edge = { line: { width: 0 }, hoverinfo: "skip" };
    const fillcolor = fade(color(band.role, input.palette), band.strong ? 0.3 : 0.14);
    return [
      lineTrace(input.x, band.lower, edge),
      lineTrace(input.x, band.upper, { ...edge, name: band.name, fill: "tonexty", fillcolor }),
    ];
  });
}

const AXES: Record<"time" | "months" | "hours", (palette: Palette) => PlotlyObject> = {
  time: timeAxis,
  months: (palette) => ({
    ...timeAxis(palette),
    hoverformat: "%B %Y",
    // A tick for each month, every third of them named where there are many.
    dtick: "M1",
  }),
  hours: (palette) => ({
    ...timeAxis(palette),
    type: "linear",
    ticksuffix: " h",
    dtick: 4,
    hoverformat: ".0f",
  }),
};

/** Lines over time with their names at their ends, above bands, against a level. */
export function lineFigure(input: LineFigureInput): Figure {
  const { palette, x } = input;
  const range = valueRange(input);
  const labels = endLabels(input, range);
  const longest = Math.max(0, ...labels.map((label) => String(label["text"]).length));
  const level = input.level && {
    type: "line",
    xref: "paper",
    x0: 0,
    x1: 1,
    y0: input.level.value,
    y1: input.level.value,
    line: { color: palette.muted, width: 1, dash: "dash" },
  };
  return {
    data: [
      ...bandTraces(input),
      ...input.lines.map((line) =>
        lineTrace(x, line.values, {
          name: line.name,
          mode: x.length <= MOST_DOTS ? "lines+markers" : "lines",
          marker: { size: 5 },
          line: {
            color: color(line.role, palette),
            width: line.role === "main" ? 2 : 1.4,
            ...(line.dashed ? { dash: "dot" } : {}),
          },
          hovertemplate: `${HOVER_FORMATS[input.unit]}<extra>${line.name}</extra>`,
        })
      ),
    ],
    layout: {
      ...baseLayout(palette),
      margin: { l: 56, r: Math.ceil(16 + longest * CHARACTER_PX), t: 8, b: 44 },
      xaxis: AXES[input.axis ?? "time"](palette),
      yaxis: { ...valueAxis(palette), side: "left", range, ...AXIS_FORMATS[input.unit] },
      shapes: level ? [level] : [],
      annotations: labels,
    },
  };
}
