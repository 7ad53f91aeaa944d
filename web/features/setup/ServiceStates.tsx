import { For } from "solid-js";
import type { createHealth } from "./collection_data.ts";
import { formatTime } from "../../lib/format.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Loadable } from "../../ui/Loadable.tsx";

const PARTS = [
  ["database", "Database"],
  ["market_data", "Market data"],
  ["model", "Model"],
  ["predictions", "Forecasts"],
  ["jobs", "Scheduled jobs"],
] as const;
const MARKS = {
  healthy: "circle-check",
  degraded: "triangle-alert",
  down: "circle-alert",
} as const;

/** Each part of the service with its state, and the reason where something is wrong. */
export function ServiceStates(props: { health: ReturnType<typeof createHealth> }) {
  return (
    <Loadable thing="The state of the service" source={props.health} height={220}>
      {(health) => (
        <section class="panel">
          <div class="panel-head">
            <h2>{health().status === "healthy" ? "Every part works" : "Some parts need a look"}</h2>
            <span class="muted panel-note">
              Version {health().version}, {formatTime(Date.parse(health().timestamp))}
            </span>
          </div>
          <ul class="part-list">
            <For each={PARTS}>
              {([id, name]) => (
                <li>
                  <Icon
                    name={MARKS[health().services[id].status]}
                    class={`part-${health().services[id].status}`}
                  />
                  <span>{name}</span>
                  <span class="muted">
                    {health().services[id].message ?? health().services[id].status}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </section>
      )}
    </Loadable>
  );
}
