import { Match, Show, Switch } from "solid-js";
import type { TrackRecord } from "../../server/predictions/schema.ts";
import { BookFacts } from "../features/record/BookFacts.tsx";
import { FollowTop } from "../features/record/FollowTop.tsx";
import { createFollowTop, createTrackRecord } from "../features/record/record_data.ts";
import { ownerWords, recordFinding } from "../features/record/record_words.ts";
import { ByCoin, ByHorizon, ByMonth, OneCoin } from "../features/record/RecordTables.tsx";
import { useApp } from "../features/shell/app_state.ts";
import { formatCount, formatShare, UNKNOWN } from "../lib/format.ts";
import { createParam, oneOf, textCodec } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { Controls, SelectBox } from "../ui/controls.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Metric, Metrics } from "../ui/Metric.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = {
  path: "/record",
  title: "Record",
  nav: { group: "Forecasts", icon: "book-open-check", order: 2 },
};

const DAYS = ["7", "30", "90", "365"] as const;
const VIEWS = [
  { id: "month", label: "By month" },
  { id: "hours", label: "By hours ahead" },
  { id: "coins", label: "By coin" },
  { id: "coin", label: "One coin" },
  { id: "top", label: "If you had followed the top 20" },
] as const;
type View = typeof VIEWS[number]["id"];

/** What came of every forecast that was published, hits and misses alike. */
export function Page() {
  const app = useApp();
  const [days, setDays] = createParam("days", "90", oneOf(DAYS));
  const [coin, setCoin] = createParam("coin", "", textCodec);
  const [view, setView] = createParam<View>("view", "month", oneOf(VIEWS.map((tab) => tab.id)));
  const shown = () => view() === "coin" && coin() === "" ? firstCoin() : coin();
  const firstCoin = () => app.overview.data()?.coins[0]?.symbol ?? "";
  const record = createTrackRecord(() => shown() || undefined, () => Number(days()));
  const follow = createFollowTop(() => Number(days()), () => view() === "top");
  const coins = () => [
    ...(view() === "coin" ? [] : [{ value: "", label: "All coins" }]),
    ...(app.overview.data()?.coins ?? []).map((row) => ({ value: row.symbol, label: row.symbol })),
  ];
  return (
    <Frame
      title="Record"
      finding={<Show when={record.data()}>{(known) => recordFinding(known())}</Show>}
    >
      <Controls>
        <SelectBox
          label="Last"
          value={days()}
          choices={DAYS.map((value) => ({ value, label: `${value} days` }))}
          onChange={setDays}
        />
        <SelectBox label="Coin" value={shown()} choices={coins()} onChange={setCoin} />
      </Controls>
      <Loadable thing="The record" source={record} height={480}>
        {(known) => (
          <>
            <Owner record={known()} />
            <RecordMetrics record={known()} />
            <Tabs label="Views of the record" tabs={VIEWS} active={view()} onSelect={setView}>
              <Show
                when={view() !== "top"}
                fallback={<FollowTop follow={follow} />}
              >
                <Show when={known().summary.forecasts > 0 || view() === "coin"} fallback={<None />}>
                  <Views record={known()} view={view()} symbol={shown()} />
                </Show>
              </Show>
            </Tabs>
            <BookFacts record={known()} />
          </>
        )}
      </Loadable>
    </Frame>
  );
}

function Views(props: { record: TrackRecord; view: View; symbol: string }) {
  return (
    <Switch>
      <Match when={props.view === "month"}>
        <ByMonth record={props.record} />
      </Match>
      <Match when={props.view === "hours"}>
        <ByHorizon record={props.record} />
      </Match>
      <Match when={props.view === "coins"}>
        <ByCoin record={props.record} />
      </Match>
      <Match when={props.view === "coin"}>
        <OneCoin record={props.record} symbol={props.symbol} />
      </Match>
    </Switch>
  );
}

function None() {
  return (
    <EmptyState title="No forecast has come due yet">
      Each is scored when its hours are over, a day after it was published. Nothing is counted
      before, and nothing is left out then.
    </EmptyState>
  );
}

/** Forecasts of no model say so before anything else. */
function Owner(props: { record: TrackRecord }) {
  return (
    <Show when={ownerWords(props.record)}>
      {(words) => <p class="note" role="status">{words()}</p>}
    </Show>
  );
}

function RecordMetrics(props: { record: TrackRecord }) {
  const row = () => props.record.summary;
  const naive = (figure: string) => props.record.of === "naive" ? "" : `; naive ${figure}`;
  const percent = (value: number | null) => value === null ? UNKNOWN : `${value.toFixed(3)}\u00a0%`;
  return (
    <Metrics>
      <Metric
        label="In the 90 % range"
        value={formatShare(row().coverage_90)}
        note={`90 % promised${naive(formatShare(row().naive_coverage_90))}`}
      />
      <Metric
        label="Direction right"
        value={formatShare(row().hit_rate)}
        note={`${formatCount(row().hits)} hits, ${formatCount(row().misses)} misses`}
      />
      <Metric
        label="Loss"
        value={percent(row().pinball_percent)}
        note={`lower is better${naive(percent(row().naive_pinball_percent))}`}
      />
      <Metric
        label="Forecasts due"
        value={formatCount(row().forecasts)}
        note={`over ${props.record.scored_days} days; ${formatCount(row().unscorable)} unscorable`}
      />
    </Metrics>
  );
}
