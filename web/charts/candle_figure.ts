import type { Candles } from "../../server/markets/schema.ts";
import type { CoinPrediction } from "../../server/predictions/schema.ts";
import { formatPrice, priceDecimals } from "../lib/format.ts";
import { baseLayout, type Figure, type PlotlyObject, timeAxis, valueAxis } from "./figure.ts";
import { fanTraces } from "./fan_traces.ts";
import {
  bollingerTraces,
  type Line,
  macdTraces,
  readTimes,
  rsiTraces,
} from "./indicator_traces.ts";
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
  const bands = input.candles.indicators?.bollinger;
  const shown = (line: Line | undefined) =>
    (line ?? []).filter((value, index): value is number =>
      value !== null && inside(input.candles.candles[index]?.open_time ?? "")
    );
  const low = Math.min(
    ...candles.map((row) => row.low),
    ...path.map((point) => point.q05),
    ...shown(bands?.lower),
  );
  const high = Math.max(
    ...candles.map((row) => row.high),
    ...path.map((point) => point.q95),
    ...shown(bands?.upper),
  );
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
