import { useNavigate } from "@solidjs/router";
import { Match, Show, Switch } from "solid-js";
import type { MarketOverview } from "../../server/markets/schema.ts";
import type { Top20 } from "../../server/predictions/schema.ts";
import { Chart } from "../charts/Chart.tsx";
import { treemapFigure } from "../charts/treemap_figure.ts";
import { createTopForecasts } from "../features/forecasts/forecast_data.ts";
import { countLeanings, trustWords, typicalRange } from "../features/forecasts/words.ts";
import { averageChange, marketCourse, marketFinding } from "../features/market/market_words.ts";
import { MarketTable } from "../features/market/MarketTable.tsx";
import { TendencyDetails } from "../features/market/TendencyDetails.tsx";
import { useApp } from "../features/shell/app_state.ts";
import { SetupSteps } from "../features/setup/SetupSteps.tsx";
import { formatMoney, formatTime } from "../lib/format.ts";
import { createParam, oneOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { Change } from "../ui/Change.tsx";
import { Expander } from "../ui/Expander.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Metric, Metrics } from "../ui/Metric.tsx";
import { Outdated } from "../ui/Outdated.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = {
  path: "/",
  title: "Overview",
  nav: { group: "Market", icon: "layout-dashboard", order: 1 },
};

/** As many forecasts as the server gives at once. */
const ALL_COINS = 100;
const VIEWS = [{ id: "table", label: "Table" }, { id: "map", label: "Map" }] as const;

/** What moved: every tracked coin, as a table and as a map. */
export function Page() {
  const app = useApp();
  const forecasts = createTopForecasts(() => ALL_COINS);
  const empty = () => app.overview.data()?.coins.length === 0;
  const finding = () => {
    const overview = app.overview.data();
    const rows = forecasts.data()?.predictions ?? [];
    if (!overview) return undefined;
    return rows.length === 0
      ? marketFinding(overview)
      : `${marketFinding(overview)} For the next 24 hours, ${trustWords(rows)}.`;
  };
  return (
    <Show when={!empty()} fallback={<FirstRun />}>
      <Frame
        title="Market overview"
        tabTitle="Overview"
        finding={finding()}
      >
        <Loadable thing="The market overview" source={app.overview} height={640}>
          {(overview) => (
            <Outdated thing="The newest candle" madeAt={overview().as_of} now={app.now()}>
              <Market overview={overview()} forecasts={forecasts.data()} />
            </Outdated>
          )}
        </Loadable>
      </Frame>
    </Show>
  );
}

function FirstRun() {
  return (
    <Frame
      title="Getting ready"
      finding="This is the first start: the market is being collected. The pages fill as it goes."
    >
      <SetupSteps />
    </Frame>
  );
}

function Market(props: { overview: MarketOverview; forecasts: Top20 | undefined }) {
  const app = useApp();
  const [view, setView] = createParam("view", "table", oneOf(["table", "map"]));
  return (
    <>
      <MarketMetrics overview={props.overview} forecasts={props.forecasts} />
      <Tabs label="Views of the market" tabs={VIEWS} active={view()} onSelect={setView}>
        <Switch>
          <Match when={view() === "table"}>
            <MarketTable overview={props.overview} forecasts={props.forecasts?.predictions ?? []} />
          </Match>
          <Match when={view() === "map"}>
            <MarketMap overview={props.overview} />
          </Match>
        </Switch>
      </Tabs>
      <Show when={app.tendency.data()}>
        {(tendency) => <TendencyDetails tendency={tendency()} />}
      </Show>
      <HowMade overview={props.overview} />
    </>
  );
}

function MarketMap(props: { overview: MarketOverview }) {
  const navigate = useNavigate();
  const size = () =>
    props.overview.ranked_by === "market_cap" ? "market cap" : "volume of 24 hours";
  return (
    <>
      <Chart
        label={`Map of the market. ${marketFinding(props.overview)}`}
        height={560}
        figure={(palette) => treemapFigure(props.overview.coins, props.overview.ranked_by, palette)}
        onPick={(symbol) => navigate(`/coin/${symbol}`)}
      />
      <p class="muted panel-note chart-note">
        As large as the coin's{" "}
        {size()}, coloured by its change over 24 hours. A tile opens the coin.
      </p>
    </>
  );
}

function MarketMetrics(props: { overview: MarketOverview; forecasts: Top20 | undefined }) {
  const totals = () => props.overview.totals;
  return (
    <Metrics>
      <Show when={totals().market_cap} fallback={<AverageCoin overview={props.overview} />}>
        {(worth) => (
          <Metric
            label="Market cap"
            value={formatMoney(worth())}
            delta={totals().market_cap_change_24h_percent}
            note="24 h"
            line={marketCourse(props.overview)}
          />
        )}
      </Show>
      <Metric label="Volume" value={formatMoney(totals().volume_24h)} note="last 24 h" />
      <Metric
        label="Rising"
        value={`${totals().rising_24h} of ${totals().coins}`}
        note={`${totals().falling_24h} falling, over 24 h`}
      />
      <Expected forecasts={props.forecasts} />
    </Metrics>
  );
}

/** What is expected of the market, and how far to trust it. */
function Expected(props: { forecasts: Top20 | undefined }) {
  const rows = () => props.forecasts?.predictions ?? [];
  const words = () => {
    const { up, down } = countLeanings(rows());
    return `typical coin; ${up} lean up, ${down} down`;
  };
  return (
    <Show
      when={rows().length > 0}
      fallback={<Metric label="Next 24 h" value="–" note="no forecasts yet" />}
    >
      <Metric
        label={`Next ${props.forecasts?.horizon_hours ?? 24} h, 9 times in 10`}
        value={typicalRange(rows())}
        note={words()}
      />
    </Show>
  );
}

/** Stands where the exchange publishes no supply, so that nobody knows what the market is worth. */
function AverageCoin(props: { overview: MarketOverview }) {
  const change = () => averageChange(props.overview);
  return (
    <Metric
      label="Average coin"
      value={<Change percent={change()} />}
      note="over 24 h"
      line={marketCourse(props.overview)}
    />
  );
}

function HowMade(props: { overview: MarketOverview }) {
  const asOf = () => props.overview.as_of;
  return (
    <Expander title="How this is made">
      <dl class="facts">
        <dt>As of</dt>
        <dd>{asOf() ? formatTime(Date.parse(asOf() as string)) : "no closed candle yet"}</dd>
        <dt>Source</dt>
        <dd>{props.overview.source}</dd>
        <dt>Ranked by</dt>
        <dd>
          {props.overview.ranked_by === "market_cap"
            ? "market cap: price times circulating supply"
            : "volume of 24 hours, as the exchange publishes no supply"}
        </dd>
      </dl>
      <p class="muted">
        Changes compare closed hourly candles. A dash stands where a coin has no candle that far
        back.
      </p>
    </Expander>
  );
}
