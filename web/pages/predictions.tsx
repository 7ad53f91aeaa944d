import { useNavigate } from "@solidjs/router";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { Prediction, Top20 } from "../../server/predictions/schema.ts";
import { Chart } from "../charts/Chart.tsx";
import { intervalFigure, intervalFigureHeight } from "../charts/interval_figure.ts";
import { createTopForecasts } from "../features/forecasts/forecast_data.ts";
import { ForecastOrigin } from "../features/forecasts/ForecastOrigin.tsx";
import { ForecastsTable } from "../features/forecasts/ForecastsTable.tsx";
import {
  type Leaning,
  LEANINGS,
  type Order,
  orderForecasts,
  ORDERS,
  selectForecasts,
} from "../features/forecasts/select_forecasts.ts";
import { countLeanings, forecastFinding, typicalRange } from "../features/forecasts/words.ts";
import { useApp } from "../features/shell/app_state.ts";
import { formatShare, formatTime } from "../lib/format.ts";
import { createParam, oneOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { Controls, SelectBox } from "../ui/controls.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Metric, Metrics } from "../ui/Metric.tsx";
import { Outdated } from "../ui/Outdated.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = {
  path: "/predictions",
  title: "Predictions",
  nav: { group: "Forecasts", icon: "telescope", order: 1 },
};

const VIEWS = [{ id: "table", label: "Table" }, { id: "chart", label: "Ranges" }] as const;
const COUNTS = ["10", "20", "50", "100"] as const;
const LEANING_NAMES: Record<Leaning, string> = {
  all: "All",
  up: "More likely up",
  down: "More likely down",
  edge: "With a proven edge",
};
const ORDER_NAMES: Record<Order, string> = {
  change: "Expected change",
  up: "Probability up",
  confidence: "Confidence",
  range: "Width of range",
};

/** What is expected of every coin, and how far to trust it. */
export function Page() {
  const [count, setCount] = createParam("top", "20", oneOf(COUNTS));
  const app = useApp();
  const forecasts = createTopForecasts(() => Number(count()));
  const finding = () => {
    const top = forecasts.data();
    return top && top.count > 0 ? forecastFinding(top) : undefined;
  };
  return (
    <Frame title="Predictions" finding={finding()}>
      <Loadable thing="The forecasts" source={forecasts} height={640}>
        {(top) => (
          <Show when={top().count > 0} fallback={<NoForecasts />}>
            <Outdated thing="The newest forecast" madeAt={top().prediction_time} now={app.now()}>
              <Forecasts top={top()} count={count()} onCount={setCount} />
            </Outdated>
          </Show>
        )}
      </Loadable>
    </Frame>
  );
}

function NoForecasts() {
  return (
    <EmptyState title="No forecasts yet">
      They appear as soon as the first candles are collected.{" "}
      <a href="/setup">See how far it is</a>.
    </EmptyState>
  );
}

function Forecasts(props: {
  top: Top20;
  count: typeof COUNTS[number];
  onCount: (count: typeof COUNTS[number]) => void;
}) {
  const navigate = useNavigate();
  const [view, setView] = createParam("view", "table", oneOf(["table", "chart"]));
  const [leaning, setLeaning] = createParam<Leaning>("lean", "all", oneOf(LEANINGS));
  const [order, setOrder] = createParam<Order>("by", "change", oneOf(ORDERS));
  const rows = () => selectForecasts(props.top.predictions, leaning());
  return (
    <>
      <Origin top={props.top} />
      <ForecastMetrics rows={props.top.predictions} top={props.top} />
      <Controls>
        <SelectBox
          label="Coins"
          value={props.count}
          choices={COUNTS.map((value) => ({ value, label: `Top ${value}` }))}
          onChange={props.onCount}
        />
        <SelectBox
          label="Direction"
          value={leaning()}
          choices={LEANINGS.map((value) => ({ value, label: LEANING_NAMES[value] }))}
          onChange={setLeaning}
        />
        <Show when={view() === "chart"}>
          <SelectBox
            label="Sorted by"
            value={order()}
            choices={ORDERS.map((value) => ({ value, label: ORDER_NAMES[value] }))}
            onChange={setOrder}
          />
        </Show>
      </Controls>
      <Tabs label="Views of the forecasts" tabs={VIEWS} active={view()} onSelect={setView}>
        <Switch>
          <Match when={view() === "table"}>
            <ForecastsTable rows={rows()} />
          </Match>
          <Match when={view() === "chart"}>
            <Ranges
              rows={orderForecasts(rows(), order())}
              horizonHours={props.top.horizon_hours}
              onPick={(symbol) => navigate(`/coin/${symbol}`)}
            />
          </Match>
        </Switch>
      </Tabs>
      <ForecastOrigin forecast={props.top} />
    </>
  );
}

/** Forecasts of no model say so before anything else. */
function Origin(props: { top: Top20 }) {
  return (
    <Show when={props.top.model?.type === "NAIVE"}>
      <p class="note" role="status">
        No trained model is in service yet. These are naive forecasts: no change expected, with
        ranges from each coin's own past.
      </p>
    </Show>
  );
}

function ForecastMetrics(props: { rows: readonly Prediction[]; top: Top20 }) {
  const count = createMemo(() => countLeanings(props.rows));
  const best = () => orderForecasts(props.rows, "confidence")[0];
  const madeAt = () =>
    props.top.prediction_time ? formatTime(Date.parse(props.top.prediction_time)) : "";
  return (
    <Metrics>
      <Metric
        label={`More likely up in ${props.top.horizon_hours} h`}
        value={`${count().up} of ${props.rows.length}`}
        note={`${count().down} more likely down, ${count().even} even`}
      />
      <Metric
        label="Typical range"
        value={typicalRange(props.rows)}
        note="nine times out of ten"
      />
      <Metric
        label="Most confident"
        value={count().even === props.rows.length
          ? "None"
          : `${best()?.symbol} ${formatShare(best()?.confidence)}`}
        note={count().even === props.rows.length
          ? "every direction is a coin flip"
          : `${(best()?.probability_up ?? 0) > 0.5 ? "up" : "down"}; 50 % is a coin flip`}
      />
      <Metric label="Model" value={props.top.model?.type ?? "–"} note={`as of ${madeAt()}`} />
    </Metrics>
  );
}

function Ranges(props: {
  rows: readonly Prediction[];
  horizonHours: number;
  onPick: (symbol: string) => void;
}) {
  const spanning = () =>
    props.rows.filter((row) => row.lower < row.current_price && row.upper > row.current_price)
      .length;
  const title = () =>
    `${spanning()} of ${props.rows.length} ranges include no change in ${props.horizonHours} hours`;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{title()}</h2>
        <span class="muted panel-note">
          Dot: median. Thick line: half of all outcomes. Thin line: nine in ten.
        </span>
      </div>
      <Show when={props.rows.length > 0} fallback={<p class="muted">No coin fits this choice.</p>}>
        <Chart
          label={`Forecast ranges. ${title()}. The table has the figures.`}
          height={intervalFigureHeight(props.rows.length)}
          figure={(palette) => intervalFigure(props.rows, palette)}
          onPick={props.onPick}
        />
      </Show>
    </section>
  );
}
