import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
import { useTheme } from "../lib/theme.ts";
import type { Figure, PlotlyObject } from "./figure.ts";
import { type Palette, readPalette } from "./palette.ts";
import type { PlotlyElement } from "./plotly.ts";

const SETTLE_MS = 350;

/** The part of a time axis that the reader looks at now, in milliseconds. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ChartProps {
  /** The finding in words: what someone who cannot see the chart is told. */
  readonly label: string;
  readonly height: number;
  readonly figure: (palette: Palette) => Figure;
  /** The reader has zoomed into the time axis; undefined when back out again. */
  readonly onRange?: (range: TimeRange | undefined) => void;
  /** The reader has chosen a tile or point, by its label. */
  readonly onPick?: (label: string) => void;
}

/** Plotly writes times without a zone; they are UTC, as all times here. */
function parseTime(value: unknown): number {
  return typeof value === "string"
    ? Date.parse(`${value.replace(" ", "T").replace(/Z$/, "")}Z`)
    : NaN;
}

function rangeOf(event: PlotlyObject): TimeRange | undefined {
  const range = {
    fromMs: parseTime(event["xaxis.range[0]"]),
    toMs: parseTime(event["xaxis.range[1]"]),
  };
  return Number.isFinite(range.fromMs + range.toMs) ? range : undefined;
}

function labelOf(event: PlotlyObject): string | undefined {
  const point = (event["points"] as readonly PlotlyObject[] | undefined)?.[0];
  const label = point?.["label"] ?? point?.["y"];
  return typeof label === "string" ? label : undefined;
}

/** A finger on the chart means to scroll the page. */
function forPointer(figure: Figure): Figure {
  if (!matchMedia("(pointer: coarse)").matches) return figure;
  return { ...figure, layout: { ...figure.layout, dragmode: false } };
}

/** Draws a figure with Plotly, which is loaded when the first chart is shown. */
export function Chart(props: ChartProps) {
  const theme = useTheme();
  const [library, setLibrary] = createSignal<typeof import("./plotly.ts")>();
  const [missing, setMissing] = createSignal(false);
  import("./plotly.ts").then(setLibrary, () => setMissing(true));
  let host!: PlotlyElement;
  let listening = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const listen = () => {
    if (listening) return;
    listening = true;
    host.on?.("plotly_relayout", (event) => {
      const range = rangeOf(event);
      const back = event["xaxis.autorange"] === true || event["xaxis.range"] !== undefined;
      clearTimeout(timer);
      if (range || back) timer = setTimeout(() => props.onRange?.(range), SETTLE_MS);
    });
    const pick = (event: PlotlyObject) => {
      const label = labelOf(event);
      if (label) props.onPick?.(label);
    };
    host.on?.("plotly_treemapclick", pick);
    host.on?.("plotly_click", pick);
  };
  // Plotly lives outside Solid: drawing is an effect of the figure, the theme and the library.
  createEffect(() => {
    theme.shown();
    const plotly = library();
    if (!plotly) return;
    const drawnWidth = host.clientWidth;
    void plotly.draw(host, forPointer(props.figure(readPalette(host)))).then(() => {
      listen();
      // The page may have found its width while the chart was being drawn for another.
      if (host.clientWidth !== drawnWidth) plotly.resize(host);
    });
  });
  onMount(() => {
    const observer = new ResizeObserver(() => listening && library()?.resize(host));
    observer.observe(host);
    onCleanup(() => observer.disconnect());
  });
  onCleanup(() => {
    clearTimeout(timer);
    if (listening) library()?.purge(host);
  });
  return (
    <>
      <Show when={missing()}>
        <p class="note" role="alert">
          The chart could not be loaded from the server. Load the page again; the table shows the
          same figures.
        </p>
      </Show>
      <div
        class="chart"
        role="img"
        aria-label={props.label}
        style={{ height: `${props.height}px` }}
        ref={host}
      />
    </>
  );
}
