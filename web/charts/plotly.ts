import bar from "plotly.js/lib/bar";
import candlestick from "plotly.js/lib/candlestick";
import core from "plotly.js/lib/core";
import treemap from "plotly.js/lib/treemap";
import type { Figure, PlotlyObject } from "./figure.ts";

/** The part of Plotly that is used. */
interface Plotly {
  register(traces: readonly unknown[]): void;
  react(
    element: HTMLElement,
    data: Figure["data"],
    layout: Figure["layout"],
    config: PlotlyObject,
  ): Promise<void>;
  purge(element: HTMLElement): void;
  Plots: { resize(element: HTMLElement): void };
}

/** An element that Plotly has drawn in. */
export interface PlotlyElement extends HTMLDivElement {
  on?(event: string, handler: (event: PlotlyObject) => void): void;
}

const CONFIG: PlotlyObject = {
  // Plotly 4 shows a button that uploads the chart unless told not to.
  showSendToCloud: false,
  displaylogo: false,
  showTips: false,
  displayModeBar: false,
  responsive: false,
  scrollZoom: false,
  doubleClick: "reset",
};

let registered = false;

function plotly(): Plotly {
  const library = core as unknown as Plotly;
  if (!registered) library.register([bar, candlestick, treemap]);
  registered = true;
  return library;
}

/** Draws a figure, or changes the one that is there into it. */
export function draw(element: HTMLElement, figure: Figure): Promise<void> {
  return plotly().react(element, figure.data, figure.layout, CONFIG);
}

/** Fits the drawing to its element. */
export function resize(element: HTMLElement): void {
  plotly().Plots.resize(element);
}

/** Takes the drawing away with its listeners. */
export function purge(element: HTMLElement): void {
  plotly().purge(element);
}
