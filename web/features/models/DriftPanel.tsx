import { For, Show } from "solid-js";
import type { DriftOutput } from "../../../server/models/schema.ts";
import type { Data } from "../../lib/data.ts";
import { formatShare, formatTime, UNKNOWN } from "../../lib/format.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { DRIFT_WORDS } from "./model_words.ts";

const FEATURES_SHOWN = 3;

/** Whether the market is still what the model was trained on, and the alerts so far. */
export function DriftPanel(props: { drift: Data<DriftOutput> }) {
  return (
    <Loadable thing="The drift watch" source={props.drift} height={240}>
      {(drift) => (
        <section class="panel">
          <div class="panel-head">
            <h2>{DRIFT_WORDS[drift().state]}</h2>
            <span class="muted panel-note">
              {drift().checked_at
                ? `checked ${formatTime(Date.parse(drift().checked_at ?? ""))}`
                : "not checked yet"}
            </span>
          </div>
          <p class="panel-note">{drift().message}</p>
          <Figures drift={drift()} />
          <Alerts drift={drift()} />
        </section>
      )}
    </Loadable>
  );
}

function Figures(props: { drift: DriftOutput }) {
  const outcomes = () => props.drift.outcomes;
  return (
    <dl class="facts panel-note">
      <dt>Inputs</dt>
      <dd>
        <Show when={props.drift.inputs} fallback="not compared yet">
          {(inputs) => (
            <>
              PSI {inputs().psi.toFixed(2)} over {inputs().hours} hours; above{" "}
              {inputs().threshold.toFixed(2)} is drift. Furthest:{" "}
              {inputs().features.slice(0, FEATURES_SHOWN)
                .map((feature) => `${feature.name} ${feature.psi.toFixed(2)}`).join(", ")}
            </>
          )}
        </Show>
      </dd>
      <dt>Coverage</dt>
      <dd>
        {formatShare(outcomes().coverage_90)} in the 90&nbsp;% range
        <Show when={outcomes().coverage_90_least !== null}>
          ; below {formatShare(outcomes().coverage_90_least)} is more than chance
        </Show>
      </dd>
      <dt>Loss</dt>
      <dd>
        {outcomes().pinball_ratio?.toFixed(3) ?? UNKNOWN} of the naive forecast's
        <Show when={outcomes().pinball_ratio_most !== null}>
          ; above {outcomes().pinball_ratio_most?.toFixed(3)} is more than chance
        </Show>
      </dd>
      <dt>Seen</dt>
      <dd>
        {outcomes().forecasts} outcomes on {outcomes().days} days; {outcomes().days_needed}{" "}
        days are needed before anything can be said
      </dd>
    </dl>
  );
}

function Alerts(props: { drift: DriftOutput }) {
  return (
    <Show
      when={props.drift.alerts.length > 0}
      fallback={<p class="panel-note muted chart-note">No alert has been raised.</p>}
    >
      <ul class="plain-list panel-note">
        <For each={props.drift.alerts}>
          {(alert) => (
            <li class="alert-line">
              <Icon name={alert.ended_at ? "circle-check" : "triangle-alert"} />
              <span>
                {alert.message}{" "}
                <span class="muted">
                  Raised {formatTime(Date.parse(alert.raised_at))}
                  {alert.ended_at ? `, ended ${formatTime(Date.parse(alert.ended_at))}` : ""}
                  {alert.retrain_at
                    ? `; a training was made due ${formatTime(Date.parse(alert.retrain_at))}`
                    : ""}.
                </span>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
