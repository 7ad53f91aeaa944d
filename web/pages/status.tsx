import { For, Show } from "solid-js";
import type { StatusOutput } from "../../server/status/schema.ts";
import { useApp } from "../features/shell/app_state.ts";
import { HourHistory } from "../features/status/HourHistory.tsx";
import { InsideFigures } from "../features/status/InsideFigures.tsx";
import { PartsList } from "../features/status/PartsList.tsx";
import { createStatus } from "../features/status/status_data.ts";
import { statusFinding } from "../features/status/status_words.ts";
import { createClock } from "../lib/clock.ts";
import { formatAge, formatTime } from "../lib/format.ts";
import { createParam, oneOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { toFailure } from "../trpc.ts";
import { Expander } from "../ui/Expander.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = {
  path: "/status",
  title: "Status",
  nav: { group: "System", icon: "activity", order: 0 },
};

/** Whether the service works, for everyone. */
export function Page() {
  const status = createStatus();
  const now = createClock(10_000);
  const finding = () => {
    const known = status.data();
    if (status.error() && toFailure(status.error()).code === "UNREACHABLE") {
      const heard = known === undefined
        ? ""
        : ` Last heard: ${formatTime(Date.parse(known.as_of))}.`;
      return `The server does not answer.${heard}`;
    }
    return known && statusFinding(known, now());
  };
  return (
    <Frame title="Status" finding={<span role="status">{finding()}</span>}>
      <Loadable thing="The status" source={status} height={480}>
        {(data) => <Known status={data()} nowMs={now()} />}
      </Loadable>
    </Frame>
  );
}

const SPANS = [{ id: "24h", label: "24 hours" }, { id: "7d", label: "7 days" }] as const;
const SPAN_HOURS = { "24h": 24, "7d": 168 } as const;

function Known(props: { status: StatusOutput; nowMs: number }) {
  const { session } = useApp();
  const [span, setSpan] = createParam("span", "24h", oneOf(["24h", "7d"]));
  return (
    <>
      <PartsList parts={props.status.parts} nowMs={props.nowMs} />
      <Show when={props.status.history.length > 0}>
        <Tabs label="Over the last" tabs={SPANS} active={span()} onSelect={setSpan}>
          <HourHistory history={props.status.history} span={SPAN_HOURS[span()]} />
        </Tabs>
      </Show>
      <NextRuns next={props.status.next} nowMs={props.nowMs} />
      <Show when={session.isAdmin()}>
        <InsideFigures nowMs={props.nowMs} />
      </Show>
      <HowItIsMade status={props.status} />
    </>
  );
}

function NextRuns(props: { next: StatusOutput["next"]; nowMs: number }) {
  return (
    <Show when={props.next.length > 0}>
      <h2 class="section-title">What comes next</h2>
      <ul class="next-runs">
        <For each={props.next}>
          {(run) => (
            <li>
              <strong>{run.title}</strong> {formatTime(Date.parse(run.at))}{" "}
              <span class="muted">
                in {formatAge(Math.max(0, Date.parse(run.at) - props.nowMs))}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

function HowItIsMade(props: { status: StatusOutput }) {
  return (
    <Expander title="How this is made">
      <p>
        Asked for again every 15 seconds while this page is in sight; as of{" "}
        {formatTime(Date.parse(props.status.as_of))}, version{" "}
        {props.status.version}. Each hour is judged by the rows that the jobs leave in the database:
        in time is within half an hour of its slot. At work means that a job which runs each minute
        ran in all of them but two. The same is served at GET /api/v1/status, for everyone.
      </p>
    </Expander>
  );
}
