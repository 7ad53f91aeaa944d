import { useParams } from "@solidjs/router";
import { Show } from "solid-js";
import type { CoinPrediction } from "../../server/predictions/schema.ts";
import { CandleViews } from "../features/coin/CandleViews.tsx";
import { CoinMetrics } from "../features/coin/CoinMetrics.tsx";
import { CoinRecord } from "../features/coin/CoinRecord.tsx";
import { ForecastTable } from "../features/coin/ForecastTable.tsx";
import { WhatMoved } from "../features/coin/WhatMoved.tsx";
import { createCoinForecast } from "../features/forecasts/forecast_data.ts";
import { ForecastOrigin } from "../features/forecasts/ForecastOrigin.tsx";
import { callSentence, forecastSentence } from "../features/forecasts/words.ts";
import { useApp } from "../features/shell/app_state.ts";
import type { Data } from "../lib/data.ts";
import { createParam, oneOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Outdated } from "../ui/Outdated.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = { path: "/coin/:symbol", title: "Coin" };

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
    return (
      <>
        {forecastSentence(known, app.now())} {callSentence(known)}{" "}
        <a href={`/record?coin=${props.symbol}&view=coin`}>Its record.</a>
      </>
    );
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
        <div class="two-columns section">
          <Show when={forecast.data()}>
            {(known) => <WhatMoved explanation={known().explanation} />}
          </Show>
          <CoinRecord symbol={props.symbol} />
        </div>
        <ForecastOrigin forecast={forecast.data() ?? undefined} />
      </Frame>
    </Show>
  );
}

function CoinViews(props: { symbol: string; forecast: Data<CoinPrediction | null> }) {
  const [view, setView] = createParam("view", "chart", oneOf(["chart", "table", "forecast"]));
  return (
    <Tabs label={`Views of ${props.symbol}`} tabs={VIEWS} active={view()} onSelect={setView}>
      <Show
        when={view() === "forecast"}
        fallback={
          <CandleViews
            symbol={props.symbol}
            forecast={props.forecast.data() ?? undefined}
            asTable={view() === "table"}
          />
        }
      >
        <Loadable thing={`The forecast of ${props.symbol}`} source={props.forecast}>
          {(forecast) => (
            <Show
              when={forecast()}
              fallback={
                <EmptyState title="No forecast yet">It follows the next publication.</EmptyState>
              }
            >
              {(known) => <ForecastTable forecast={known()} />}
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
