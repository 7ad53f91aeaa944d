import type { Candles } from "../../server/markets/schema.ts";
import type { CoinPrediction } from "../../server/predictions/schema.ts";
import { formatPrice, priceDecimals } from "../lib/format.ts";
import { baseLayout, type Figure, type PlotlyObject, timeAxis, valueAxis } from "./figure.ts";
import { fade, type Palette } from "./palette.ts";

export interface CandleFigureInput {
  readonly candles: Candles;
  /** Drawn as a fan from its own close, where given. */
  readonly forecast?: CoinPrediction | undefined;
  /** The part of the time axis that is looked at; prices are scaled to what is inside. */
  readonly visible: { readonly fromMs: number; readonly toMs: number };
  readonly palette: Palette;
}

/** Heights of the rows, from the bottom up, as shares of the chart. */
interface Rows {
  readonly price: [number, number];
  readonly volume: [number, number];
  readonly rsi?: [number, number];
  readonly macd?: [number, number];
}

const HOUR_MS = 3_600_000;
const STEP_MS = { "1h": HOUR_MS, "4h": 4 * HOUR_MS, "1d": 24 * HOUR_MS } as const;
const PANE_SHARE = 0.19;
const SPACE = 0.03;

function layRows(hasRsi: boolean, hasMacd: boolean): Rows {
  const below = (Number(hasRsi) + Number(hasMacd)) * PANE_SHARE;
  const macd: [number, number] = [0, PANE_SHARE - SPACE];
  const rsi: [number, number] = hasMacd ? [PANE_SHARE, 2 * PANE_SHARE - SPACE] : macd;
  const volumeTop = below + (1 - below) * 0.17;
  return {
    volume: [below, volumeTop],
    price: [volumeTop + 0.015, 1],
    ...(hasRsi ? { rsi } : {}),
    ...(hasMacd ? { macd } : {}),
  };
}

function candleTrace(candles: Candles, palette: Palette): PlotlyObject {
  const rows = candles.candles;
  const side = (color: string) => ({ line: { color, width: 1 }, fillcolor: color });
  return {
    type: "candlestick",
    name: candles.symbol,
    x: rows.map((row) => row.open_time),
    open: rows.map((row) => row.open),
    high: rows.map((row) => row.high),
    low: rows.map((row) => row.low),
    close: rows.map((row) => row.close),
    increasing: side(palette.up),
    decreasing: side(palette.down),
    whiskerwidth: 0,
    yaxis: "y",
  };
}

function volumeTrace(candles: Candles, palette: Palette): PlotlyObject {
  const rows = candles.candles;
  return {
    type: "bar",
    name: "Volume",
    x: rows.map((row) => row.open_time),
    y: rows.map((row) => row.volume),
    marker: {
      color: rows.map((row) => fade(row.close >= row.open ? palette.up : palette.down, 0.45)),
      line: { width: 0 },
    },
    hovertemplate: `%{y:.3s} ${candles.symbol}<extra>Volume</extra>`,
    yaxis: "y2",
  };
}

type Line = readonly (number | null)[];

/** Candles' open times, and where in them a hole begins. */
interface Times {
  readonly open: readonly string[];
  /** Indexes of candles that do not follow right after the one before. */
  readonly afterHole: readonly number[];
}

function readTimes(candles: Candles): Times {
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

function lineTrace(x: readonly string[], y: Line, more: PlotlyObject): PlotlyObject {
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

function bollingerTraces(candles: Candles, times: Times, palette: Palette): PlotlyObject[] {
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

function rsiTraces(candles: Candles, times: Times, palette: Palette): PlotlyObject[] {
  const rsi = candles.indicators?.rsi;
  if (!rsi) return [];
  return [indicatorTrace(times, rsi, {
    name: "RSI 14",
    yaxis: "y3",
    line: { color: palette.accent, width: 1.4 },
    hovertemplate: "%{y:.1f}<extra>RSI 14</extra>",
  })];
}

function macdTraces(candles: Candles, times: Times, palette: Palette): PlotlyObject[] {
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

/** A gap names its first and last missing hour; it ends where the last one does. */
function gapShapes(candles: Candles, palette: Palette): PlotlyObject[] {
  return candles.gaps.map((gap) => ({
    type: "rect",
    layer: "below",
    xref: "x",
    yref: "paper",
    x0: gap.from,
    x1: new Date(Date.parse(gap.to) + HOUR_MS).toISOString(),
    y0: 0,
    y1: 1,
    fillcolor: palette.gap,
    line: { width: 0 },
  }));
}

function lastValue(candles: Candles, palette: Palette): PlotlyObject[] {
  const last = candles.candles.at(-1);
  if (!last) return [];
  const color = last.close >= last.open ? palette.up : palette.down;
  return [{
    xref: "paper",
    x: 1,
    xanchor: "left",
    yref: "y",
    y: last.close,
    text: `<b>${formatPrice(last.close)}</b>`,
    showarrow: false,
    font: { size: 12, color: palette.surface },
    bgcolor: color,
    borderpad: 2,
  }];
}

function paneNames(rows: Rows, palette: Palette): PlotlyObject[] {
  const name = (text: string, top: number | undefined): PlotlyObject[] =>
    top === undefined ? [] : [{
      xref: "paper",
      yref: "paper",
      x: 0,
      y: top,
      xanchor: "left",
      yanchor: "top",
      text,
      showarrow: false,
      font: { size: 12, color: palette.muted },
    }];
  return [
    ...name("Volume", rows.volume[1]),
    ...name("RSI 14", rows.rsi?.[1]),
    ...name("MACD 12, 26, 9", rows.macd?.[1]),
  ];
}

function paneAxes(rows: Rows, palette: Palette): PlotlyObject {
  const pane = (domain: [number, number], more: PlotlyObject) => ({
    ...valueAxis(palette),
    domain,
    nticks: 3,
    ...more,
  });
  return {
    yaxis2: pane(rows.volume, { showgrid: false, showticklabels: false, rangemode: "tozero" }),
    ...(rows.rsi ? { yaxis3: pane(rows.rsi, { range: [0, 100], tickvals: [30, 70] }) } : {}),
    ...(rows.macd
      ? { yaxis4: pane(rows.macd, { zeroline: true, zerolinecolor: palette.grid }) }
      : {}),
  };
}

/** From where to where time is drawn: a view that reaches now has room for the forecast. */
export function timeRange(input: CandleFigureInput): [number, number] {
  const { candles, forecast, visible } = input;
  const last = Date.parse(candles.candles.at(-1)?.open_time ?? "");
  const end = Date.parse(forecast?.path.at(-1)?.target_time ?? "");
  const reachesNow = visible.toMs >= last;
  return [visible.fromMs, reachesNow && end > visible.toMs ? end : visible.toMs];
}

/** Lowest and highest price inside a stretch of time, with a margin; undefined where there is none. */
export function priceRange(
  input: CandleFigureInput,
  [fromMs, toMs]: [number, number],
): [number, number] | undefined {
  const inside = (time: string) => Date.parse(time) >= fromMs && Date.parse(time) <= toMs;
  const candles = input.candles.candles.filter((row) => inside(row.open_time));
  const path = input.forecast?.path.filter((point) => inside(point.target_time)) ?? [];
  const low = Math.min(...candles.map((row) => row.low), ...path.map((point) => point.q05));
  const high = Math.max(...candles.map((row) => row.high), ...path.map((point) => point.q95));
  if (!Number.isFinite(high - low)) return undefined;
  const margin = (high - low || high * 0.01) * 0.05;
  return [low - margin, high + margin];
}

/** Candles, volume and whichever indicators the answer holds, with the forecast after the last close. */
export function candleFigure(input: CandleFigureInput): Figure {
  const { candles, forecast, palette } = input;
  const times = readTimes(candles);
  const rows = layRows(Boolean(candles.indicators?.rsi), Boolean(candles.indicators?.macd));
  const time = timeRange(input);
  const prices = priceRange(input, time);
  const decimals = priceDecimals(candles.candles.at(-1)?.close ?? 1);
  const tickDecimals = prices
    ? Math.max(0, Math.ceil(-Math.log10((prices[1] - prices[0]) / 8)))
    : 2;
  return {
    data: [
      ...bollingerTraces(candles, times, palette),
      candleTrace(candles, palette),
      volumeTrace(candles, palette),
      ...(forecast ? fanTraces(forecast, palette) : []),
      ...rsiTraces(candles, times, palette),
      ...macdTraces(candles, times, palette),
    ],
    layout: {
      ...baseLayout(palette),
      margin: { l: 8, r: 84, t: 8, b: 40 },
      bargap: 0.25,
      xaxis: {
        ...timeAxis(palette),
        anchor: "free",
        position: 0,
        range: time.map((ms) => new Date(ms).toISOString()),
      },
      yaxis: {
        ...valueAxis(palette),
        domain: rows.price,
        ...(prices ? { range: prices } : {}),
        tickprefix: "$",
        tickformat: `,.${tickDecimals}f`,
        hoverformat: `,.${decimals}f`,
      },
      ...paneAxes(rows, palette),
      shapes: gapShapes(candles, palette),
      annotations: [...lastValue(candles, palette), ...paneNames(rows, palette)],
    },
  };
}
