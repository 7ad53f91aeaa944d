import { For, Show } from "solid-js";
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
  ["backup", "Backups"],
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
                // Backups are a part only where they are made by schedule.
                <Show when={health().services[id]}>
                  {(state) => (
                    <li>
                      <Icon name={MARKS[state().status]} class={`part-${state().status}`} />
                      <span>{name}</span>
                      <span class="muted">{state().message ?? state().status}</span>
                    </li>
                  )}
                </Show>
              )}
            </For>
          </ul>
        </section>
      )}
    </Loadable>
  );
}
