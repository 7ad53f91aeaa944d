import { useNavigate } from "@solidjs/router";
import { Match, Show, Switch } from "solid-js";
import type { MarketOverview } from "../../server/markets/schema.ts";
import { Chart } from "../charts/Chart.tsx";
import { treemapFigure } from "../charts/treemap_figure.ts";
import { marketCourse, marketFinding } from "../features/market/market_words.ts";
import { MarketTable } from "../features/market/MarketTable.tsx";
import { useApp } from "../features/shell/app_state.ts";
import { SetupSteps } from "../features/setup/SetupSteps.tsx";
import { formatMoney, formatShare, formatTime } from "../lib/format.ts";
import { createParam, oneOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { Expander } from "../ui/Expander.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Metric, Metrics } from "../ui/Metric.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = {
  path: "/",
  title: "Overview",
  nav: { group: "Market", icon: "layout-dashboard", order: 1 },
};

const VIEWS = [{ id: "table", label: "Table" }, { id: "map", label: "Map" }] as const;

/** What moved: every tracked coin, as a table and as a map. */
export function Page() {
  const app = useApp();
  const empty = () => app.overview.data()?.coins.length === 0;
  return (
    <Show when={!empty()} fallback={<FirstRun />}>
      <Frame
        title="Market overview"
        finding={app.overview.data() && marketFinding(app.overview.data() as MarketOverview)}
      >
        <Loadable thing="The market overview" source={app.overview} height={640}>
          {(overview) => <Market overview={overview()} />}
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

function Market(props: { overview: MarketOverview }) {
  const navigate = useNavigate();
  const [view, setView] = createParam("view", "table", oneOf(["table", "map"]));
  return (
    <>
      <MarketMetrics overview={props.overview} />
      <Tabs label="Views of the market" tabs={VIEWS} active={view()} onSelect={setView}>
        <Switch>
          <Match when={view() === "table"}>
            <MarketTable overview={props.overview} />
          </Match>
          <Match when={view() === "map"}>
            <Chart
              label={`Map of the market. ${marketFinding(props.overview)}`}
              height={560}
              figure={(palette) =>
                treemapFigure(props.overview.coins, props.overview.ranked_by, palette)}
              onPick={(symbol) => navigate(`/coin/${symbol}`)}
            />
          </Match>
        </Switch>
      </Tabs>
      <HowMade overview={props.overview} />
    </>
  );
}

function MarketMetrics(props: { overview: MarketOverview }) {
  const app = useApp();
  const totals = () => props.overview.totals;
  return (
    <Metrics>
      <Metric
        label="Market cap"
        value={formatMoney(totals().market_cap)}
        delta={totals().market_cap_change_24h_percent}
        note="24 h"
        line={marketCourse(props.overview)}
      />
      <Metric label="Volume" value={formatMoney(totals().volume_24h)} note="last 24 h" />
      <Metric
        label="Rising"
        value={`${totals().rising_24h} of ${totals().coins}`}
        note={`${totals().falling_24h} falling, over 24 h`}
      />
      <Metric
        label="Tendency"
        value={<span class="capitalized">{app.tendency.data()?.tendency ?? "–"}</span>}
        note={app.tendency.data()
          ? `${formatShare(app.tendency.data()?.confidence)} sure`
          : "not classified yet"}
      />
    </Metrics>
  );
}

function HowMade(props: { overview: MarketOverview }) {
  const app = useApp();
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
        <dt>Tendency</dt>
        <dd>{app.tendency.data()?.explanation ?? "Not classified yet."}</dd>
      </dl>
      <p class="muted">
        Changes compare closed hourly candles. A dash stands where a coin has no candle that far
        back.
      </p>
    </Expander>
  );
}
