import { For, Show } from "solid-js";
import type { StatusOutput } from "../../../server/status/schema.ts";
import { formatTime } from "../../lib/format.ts";
import { Expander } from "../../ui/Expander.tsx";
import { hourBars } from "./hour_bars.ts";
import { HOUR_WORDS, hoursWords, troubles } from "./status_words.ts";

const HOUR_MS = 3_600_000;
const LEGEND = ["done", "late", "failed", "missed", "none"] as const;

/** What became of the newest `span` hours: a bar for each, and the same in words. */
export function HourHistory(props: { history: StatusOutput["history"]; span: number }) {
  return (
    <section class="panel" aria-label="The last hours">
      <ul class="hour-rows">
        <For each={props.history}>{(row) => <HourRow row={row} span={props.span} />}</For>
      </ul>
      <p class="hour-legend">
        <For each={LEGEND}>
          {(state) => (
            <span>
              <svg
                class="hour-key"
                viewBox="0 0 1 10"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <HourRects bars={hourBars([state], 1)} />
              </svg>{" "}
              {HOUR_WORDS[state]}
            </span>
          )}
        </For>
      </p>
      <Troubles history={props.history} span={props.span} />
    </section>
  );
}

function HourRow(props: { row: StatusOutput["history"][number]; span: number }) {
  const shown = () => props.row.hours.slice(-props.span);
  const words = () => hoursWords(shown());
  const fromMs = () =>
    Date.parse(props.row.from) + (props.row.hours.length - shown().length) * HOUR_MS;
  return (
    <li>
      <span class="hour-title">{props.row.title}</span>
      <svg
        class="hour-bars"
        viewBox={`0 0 ${shown().length} 10`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${props.row.title}: ${words()}`}
      >
        <HourRects bars={hourBars(props.row.hours, props.span)} fromMs={fromMs()} />
      </svg>
      <span class="hour-words">{words()}</span>
    </li>
  );
}

function HourRects(props: { bars: ReturnType<typeof hourBars>; fromMs?: number }) {
  return (
    <For each={props.bars}>
      {(bar) => (
        <rect
          class={`hour hour-${bar.state}`}
          x={bar.x + 0.1}
          y={bar.y}
          width="0.8"
          height={bar.height}
        >
          <Show when={props.fromMs}>
            {(fromMs) => (
              <title>
                {`${formatTime(fromMs() + bar.x * HOUR_MS)}: ${HOUR_WORDS[bar.state]}`}
              </title>
            )}
          </Show>
        </rect>
      )}
    </For>
  );
}

const MOST_TROUBLES = 100;

function Troubles(props: { history: StatusOutput["history"]; span: number }) {
  const found = () => troubles(props.history, props.span);
  return (
    <Expander title={`Hours that were not in time: ${found().length}`}>
      <Show when={found().length > 0} fallback={<p>There are none.</p>}>
        <ul class="hour-list">
          <For each={found().slice(0, MOST_TROUBLES)}>
            {(one) => (
              <li>
                {formatTime(one.atMs)}: {one.title.toLowerCase()}, {HOUR_WORDS[one.state]}
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Expander>
  );
}
