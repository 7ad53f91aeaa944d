import { For, Show } from "solid-js";
import type { RehearsalView } from "../../../server/alerts/schema.ts";
import { formatDuration, formatTime } from "../../lib/format.ts";
import { Expander } from "../../ui/Expander.tsx";
import { Metric, Metrics } from "../../ui/Metric.tsx";
import { rehearsalFinding } from "./alert_words.ts";

type Sent = RehearsalView["sent"][number];

/** How many messages, when, at what cost, and the worst of it. */
export function RehearsalResult(props: { found: RehearsalView; onUse: () => void }) {
  return (
    <>
      <p role="status">{rehearsalFinding(props.found)}</p>
      <Metrics>
        <Metric
          label="Messages"
          value={props.found.messages}
          note={`${props.found.alerts} alerts, ${props.found.coins} coins`}
        />
        <Metric label="Most in 30 days" value={props.found.most_in_30_days} />
        <Metric
          label="Cost"
          value={`$${props.found.cost_usd.toFixed(2)}`}
          note={`$${props.found.price_per_message} each`}
        />
        <Metric
          label="Longest storm"
          value={props.found.longest_storm
            ? formatDuration(props.found.longest_storm.hours * 3600)
            : "none"}
          note={stormNote(props.found.longest_storm)}
        />
      </Metrics>
      <Show when={props.found.messages > 0}>
        <WhenSent found={props.found} />
      </Show>
      <p class="section">
        <button
          type="button"
          class="btn btn-sm btn-primary"
          onClick={() => props.onUse()}
        >
          Make a rule of it
        </button>
      </p>
      <Expander title="How a rehearsal is made">
        <p>
          The rule is replayed over {props.found.hours}{" "}
          hours of stored candles by the same code that decides live, cool-downs and grouping
          included. Live prices between the hours can add alerts. The price of a message is yours:
          providers charge by country.
        </p>
      </Expander>
    </>
  );
}

function stormNote(storm: RehearsalView["longest_storm"]): string {
  if (storm === null) return "";
  return `${storm.alerts} alerts in ${storm.messages} messages, ${
    formatTime(Date.parse(storm.from))
  }`;
}

const WIDTH = 1000;
const HEIGHT = 40;

/** A mark for each message over the span, and the same as a table. */
function WhenSent(props: { found: RehearsalView }) {
  const fromMs = () => Date.parse(props.found.from);
  const place = (sent: Sent) => {
    const share = (Date.parse(sent.at) - fromMs()) / (Date.parse(props.found.to) - fromMs());
    return Math.round(share * (WIDTH - 4)) + 2;
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>When they would have come</h2>
        <span class="muted panel-note">
          {props.found.sent.length < props.found.messages
            ? `the newest ${props.found.sent.length} of ${props.found.messages}`
            : "each line is a message, a taller one tells of more"}
        </span>
      </div>
      <svg
        class="message-marks"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} class="message-axis" />
        <For each={props.found.sent}>
          {(sent) => (
            <line
              class="message-mark"
              x1={place(sent)}
              x2={place(sent)}
              y1={HEIGHT - Math.min(12 + sent.alerts * 3, HEIGHT)}
              y2={HEIGHT}
            />
          )}
        </For>
      </svg>
      <Expander title="The messages as a list">
        <ul class="item-list">
          <For each={props.found.sent.toReversed()}>
            {(sent) => (
              <li>
                <span class="wrap-cell">{sent.body}</span>
                <span class="muted">{formatTime(Date.parse(sent.at))}</span>
              </li>
            )}
          </For>
        </ul>
      </Expander>
    </section>
  );
}
