import { createMemo, createSignal, For, Show } from "solid-js";
import type { CoinPrediction } from "../../../server/predictions/schema.ts";
import type { TimeRange } from "../../charts/Chart.tsx";
import { createParam, oneOf, someOf } from "../../lib/param.ts";
import { Controls, Segmented, Toggle } from "../../ui/controls.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { useApp } from "../shell/app_state.ts";
import { CandleChart } from "./CandleChart.tsx";
import { CandleTable } from "./CandleTable.tsx";
import { createCandles, type Indicator, INDICATORS } from "./coin_data.ts";
import { questionFor, type Span, SPANS, windowOf } from "./spans.ts";

const INDICATOR_NAMES: Record<Indicator, string> = {
  bollinger: "Bollinger",
  rsi: "RSI",
  macd: "MACD",
};

/** The candles of a coin as a chart or as figures, over a span the reader chooses or zooms into. */
export function CandleViews(props: {
  symbol: string;
  forecast: CoinPrediction | undefined;
  asTable: boolean;
}) {
  const app = useApp();
  const [span, setSpan] = createParam<Span>("span", "7d", oneOf(SPANS));
  const [indicators, setIndicators] = createParam("with", [], someOf(INDICATORS));
  const [zoom, setZoom] = createSignal<TimeRange>();
  const visible = () => zoom() ?? windowOf(span(), app.now());
  const request = createMemo(() => ({
    symbol: props.symbol,
    ...questionFor(visible()),
    indicators: indicators(),
  }));
  const candles = createCandles(request);
  const choose = (next: Span) => {
    setZoom(undefined);
    setSpan(next);
  };
  return (
    <>
      <Controls>
        <Segmented
          label="Span"
          value={span()}
          choices={SPANS.map((value) => ({ value, label: value }))}
          onChange={choose}
        />
        <IndicatorToggles shown={indicators()} onChange={setIndicators} />
        <Show when={zoom()}>
          <button type="button" class="btn btn-sm btn-quiet" onClick={() => setZoom(undefined)}>
            Reset zoom
          </button>
        </Show>
      </Controls>
      <Loadable thing={`The candles of ${props.symbol}`} source={candles} height={500}>
        {(data) => (
          <Show
            when={props.asTable}
            fallback={
              <CandleChart
                candles={data()}
                forecast={props.forecast}
                visible={visible()}
                onRange={setZoom}
              />
            }
          >
            <CandleTable candles={data()} />
          </Show>
        )}
      </Loadable>
    </>
  );
}

function IndicatorToggles(props: {
  shown: readonly Indicator[];
  onChange: (shown: readonly Indicator[]) => void;
}) {
  const toggle = (name: Indicator, on: boolean) =>
    props.onChange(INDICATORS.filter((other) => other === name ? on : props.shown.includes(other)));
  return (
    <For each={INDICATORS}>
      {(name) => (
        <Toggle
          label={INDICATOR_NAMES[name]}
          on={props.shown.includes(name)}
          onChange={(on) => toggle(name, on)}
        />
      )}
    </For>
  );
}
