import { Show } from "solid-js";
import type { Candles } from "../../../server/markets/schema.ts";
import type { CoinPrediction } from "../../../server/predictions/schema.ts";
import { candleFigure } from "../../charts/candle_figure.ts";
import { Chart, type TimeRange } from "../../charts/Chart.tsx";
import { courseSentence, gapSentence } from "./coin_words.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HEIGHT = 460;
const PANE_HEIGHT = 110;

/** Candles, volume and indicators, with the forecast as a fan after the last close. */
export function CandleChart(props: {
  candles: Candles;
  forecast: CoinPrediction | undefined;
  visible: TimeRange;
  onRange: (range: TimeRange | undefined) => void;
}) {
  const panes = () =>
    Number(Boolean(props.candles.indicators?.rsi)) +
    Number(Boolean(props.candles.indicators?.macd));
  const madeMs = () => Date.parse(props.forecast?.prediction_time ?? "");
  // A look at the past says nothing of the future.
  const fan = () => madeMs() <= props.visible.toMs + HOUR_MS ? props.forecast : undefined;
  const course = () => courseSentence(props.candles, props.visible.toMs < madeMs() - DAY_MS);
  const notes = () =>
    [
      fan() ? "Fan: half of all outcomes in the strong band, nine in ten in the faint one." : "",
      gapSentence(props.candles) ?? "",
    ].filter((note) => note !== "").join(" ");
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{course()}</h2>
        <span class="muted panel-note">{props.candles.interval} candles, UTC</span>
      </div>
      <Show
        when={props.candles.candles.length > 0}
        fallback={<p class="muted">No candles in this range. Choose a longer span.</p>}
      >
        <Chart
          label={`Candle chart. ${course()}. The table has the figures.`}
          height={HEIGHT + panes() * PANE_HEIGHT}
          figure={(palette) =>
            candleFigure({
              candles: props.candles,
              forecast: fan(),
              visible: props.visible,
              palette,
            })}
          onRange={props.onRange}
        />
      </Show>
      <p class="muted panel-note chart-note">
        {notes()} <span class="mouse-only">Drag to zoom, double-click to go back.</span>
      </p>
    </section>
  );
}
