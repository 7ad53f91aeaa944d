import { For, Show } from "solid-js";
import type { ListedModel } from "../../../server/models/schema.ts";
import { formatCount, formatDay, formatDuration, formatTime } from "../../lib/format.ts";

const day = (time: string) => formatDay(Date.parse(time));

/** Which model speaks, why it does, on which engine it was trained, and what it learnt from. */
export function ChampionPanel(props: { model: ListedModel }) {
  const facts = () => props.model.facts;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>In service: {props.model.type}</h2>
        <span class="muted panel-note">{props.model.id}</span>
      </div>
      <dl class="facts panel-note">
        <dt>Why</dt>
        <dd>{props.model.decision ?? "No decision was written down."}</dd>
        <dt>Engine</dt>
        <dd>
          {props.model.engine}
          {props.model.engine_reason ? `: ${props.model.engine_reason}` : ""}
        </dd>
        <dt>Trained</dt>
        <dd>
          {formatTime(Date.parse(props.model.trained_at))}
          <Show when={props.model.figures.train_seconds}>
            {(seconds) => <>, in {formatDuration(seconds())}</>}
          </Show>
        </dd>
        <Show when={facts()}>
          {(known) => (
            <>
              <dt>Learnt from</dt>
              <dd>
                {known().coins.length} coins, {day(known().trained_on.from)} to{" "}
                {day(known().trained_on.to)}; measured on {day(known().measured_on.from)} to{" "}
                {day(known().measured_on.to)}
              </dd>
              <dt>Network</dt>
              <dd>
                {known().layers} layers of {known().units} units over {known().sequence_length}{" "}
                hours and {known().features.length} inputs; best at step{" "}
                {formatCount(known().best_step)} of {formatCount(known().steps)}, seed{" "}
                {known().seed}
              </dd>
              <dt>Believed</dt>
              <dd>
                median {Math.round(known().shrinkage.location * 100)}&nbsp;%, spread{" "}
                {Math.round(known().shrinkage.spread * 100)}&nbsp;%, the rest is the naive forecast
              </dd>
            </>
          )}
        </Show>
      </dl>
      <Decisions model={props.model} />
    </section>
  );
}

function Decisions(props: { model: ListedModel }) {
  return (
    <Show when={props.model.decisions.length > 1}>
      <ol class="plain-list panel-note muted">
        <For each={props.model.decisions}>
          {(decision) => (
            <li>
              {formatTime(Date.parse(decision.at))}: {decision.reason}
            </li>
          )}
        </For>
      </ol>
    </Show>
  );
}
