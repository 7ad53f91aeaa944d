import { useParams } from "@solidjs/router";
import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import type { TimeRange } from "../charts/Chart.tsx";
import { CandleChart } from "../features/coin/CandleChart.tsx";
import { CandleTable } from "../features/coin/CandleTable.tsx";
import { createCandles, type Indicator, INDICATORS } from "../features/coin/coin_data.ts";
import { CoinMetrics } from "../features/coin/CoinMetrics.tsx";
import { ForecastTable } from "../features/coin/ForecastTable.tsx";
import { questionFor, type Span, SPANS, windowOf } from "../features/coin/spans.ts";
import { createCoinForecast } from "../features/forecasts/forecast_data.ts";
import { ForecastOrigin } from "../features/forecasts/ForecastOrigin.tsx";
import { edgeSentence, forecastSentence } from "../features/forecasts/words.ts";
import { useApp } from "../features/shell/app_state.ts";
import { createParam, oneOf, someOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { Controls, Segmented, Toggle } from "../ui/controls.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Outdated } from "../ui/Outdated.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = { path: "/coin/:symbol", title: "Coin" };

const INDICATOR_NAMES: Record<Indicator, string> = {
  bollinger: "Bollinger",
  rsi: "RSI",
  macd: "MACD",
};
const VIEWS = [
  { id: "chart", label: "Chart" },
  { id: "table", label: "Candles" },
  { id: "forecast", label: "Forecast by the hour" },
] as const;

/** One coin: what it did, and what is expected of it. */
export function Page() {
  const params = useParams();
  // Another coin is another page: its controls start from the address.
  return (
    <Show when={params["symbol"]} keyed>{(symbol) => <Coin symbol={symbol.toUpperCase()} />}</Show>
  );
}

function Coin(props: { symbol: string }) {
  const app = useApp();
  const forecast = createCoinForecast(() => props.symbol);
  const coin = () => app.overview.data()?.coins.find((row) => row.symbol === props.symbol);
  const unknown = () => app.overview.data() !== undefined && coin() === undefined;
  const finding = () => {
    const known = forecast.data();
    if (!known) {
      return forecast.stale() ? undefined : "No forecast has been published for this coin yet.";
    }
    return [forecastSentence(known, app.now()), edgeSentence(known)].filter(Boolean).join(" ");
  };
  return (
    <Show when={!unknown()} fallback={<UnknownCoin symbol={props.symbol} />}>
      <Frame title={coin() ? `${coin()?.name} ${props.symbol}` : props.symbol} finding={finding()}>
        <Outdated
          thing="The newest candle"
          madeAt={app.overview.data()?.as_of ?? null}
          now={app.now()}
        >
          <CoinMetrics coin={coin()} forecast={forecast.data() ?? undefined} />
          <CoinViews symbol={props.symbol} forecast={forecast} />
        </Outdated>
        <ForecastOrigin forecast={forecast.data() ?? undefined} />
      </Frame>
    </Show>
  );
}

function CoinViews(props: { symbol: string; forecast: ReturnType<typeof createCoinForecast> }) {
  const app = useApp();
  const [span, setSpan] = createParam<Span>("span", "7d", oneOf(SPANS));
  const [indicators, setIndicators] = createParam("with", [], someOf(INDICATORS));
  const [view, setView] = createParam("view", "chart", oneOf(["chart", "table", "forecast"]));
  const [zoom, setZoom] = createSignal<TimeRange>();
  const visible = () => zoom() ?? windowOf(span(), app.now());
  const request = createMemo(() => ({
    symbol: props.symbol,
    ...questionFor(visible()),
    indicators: indicators(),
  }));
  const candles = createCandles(request);
  const published = () => props.forecast.data() ?? undefined;
  const choose = (next: Span) => {
    setZoom(undefined);
    setSpan(next);
  };
  const toggle = (name: Indicator, on: boolean) =>
    setIndicators(INDICATORS.filter((other) => other === name ? on : indicators().includes(other)));
  return (
    <Tabs label={`Views of ${props.symbol}`} tabs={VIEWS} active={view()} onSelect={setView}>
      <Show when={view() !== "forecast"}>
        <Controls>
          <Segmented
            label="Span"
            value={span()}
            choices={SPANS.map((value) => ({ value, label: value }))}
            onChange={choose}
          />
          {INDICATORS.map((name) => (
            <Toggle
              label={INDICATOR_NAMES[name]}
              on={indicators().includes(name)}
              onChange={(on) => toggle(name, on)}
            />
          ))}
          <Show when={zoom()}>
            <button type="button" class="btn btn-sm btn-quiet" onClick={() => setZoom(undefined)}>
              Reset zoom
            </button>
          </Show>
        </Controls>
        <Loadable thing={`The candles of ${props.symbol}`} source={candles} height={500}>
          {(data) => (
            <Switch>
              <Match when={view() === "chart"}>
                <CandleChart
                  candles={data()}
                  forecast={published()}
                  visible={visible()}
                  onRange={setZoom}
                />
              </Match>
              <Match when={view() === "table"}>
                <CandleTable candles={data()} />
              </Match>
            </Switch>
          )}
        </Loadable>
      </Show>
      <Show when={view() === "forecast"}>
        <Loadable thing={`The forecast of ${props.symbol}`} source={props.forecast}>
          {() => (
            <Show
              when={published()}
              fallback={
                <EmptyState title="No forecast yet">It follows the next publication.</EmptyState>
              }
            >
              {(forecast) => <ForecastTable forecast={forecast()} />}
            </Show>
          )}
        </Loadable>
      </Show>
    </Tabs>
  );
}

function UnknownCoin(props: { symbol: string }) {
  return (
    <Frame
      title={`No coin "${props.symbol}"`}
      finding="It is not among the coins that are tracked."
    >
      <div class="link-row">
        <a class="btn btn-outline-secondary" href="/">All tracked coins</a>
      </div>
    </Frame>
  );
}
