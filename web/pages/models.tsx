import { Show } from "solid-js";
import type { ListedModel, ModelsOutput } from "../../server/models/schema.ts";
import { ChampionPanel } from "../features/models/ChampionPanel.tsx";
import { DriftPanel } from "../features/models/DriftPanel.tsx";
import { createDrift, createModels, createTraining } from "../features/models/model_data.ts";
import {
  againstNaive,
  championOf,
  heldBackDays,
  modelsFinding,
} from "../features/models/model_words.ts";
import { ModelsTable } from "../features/models/ModelsTable.tsx";
import { Rollback } from "../features/models/Rollback.tsx";
import { TrainingPanel } from "../features/models/TrainingPanel.tsx";
import { formatCount, formatShare, UNKNOWN } from "../lib/format.ts";
import type { PageInfo } from "../routes.ts";
import { Expander } from "../ui/Expander.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Metric, Metrics } from "../ui/Metric.tsx";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = {
  path: "/models",
  title: "Models",
  nav: { group: "Forecasts", icon: "cpu", order: 3 },
};

/** Which model is in service and why, what is being trained, and what became of all others. */
export function Page() {
  const models = createModels();
  const training = createTraining();
  const drift = createDrift();
  return (
    <Frame
      title="Models"
      finding={<Show when={models.data()}>{(known) => modelsFinding(known())}</Show>}
    >
      <Loadable thing="The list of models" source={models} height={320}>
        {(known) => (
          <>
            <Show when={championOf(known())}>
              {(champion) => <ChampionMetrics model={champion()} />}
            </Show>
            <div class="two-columns">
              <Show when={championOf(known())} fallback={<NoChampion />}>
                {(champion) => <ChampionPanel model={champion()} />}
              </Show>
              <TrainingPanel training={training} />
            </div>
            <h2 class="section-title">Every model so far</h2>
            <ModelsTable models={known().models} />
            <div class="two-columns section">
              <DriftPanel drift={drift} />
              <ChampionRollback output={known()} />
            </div>
            <Expander title="How a model comes into service">
              <p>{known().rule}</p>
            </Expander>
          </>
        )}
      </Loadable>
    </Frame>
  );
}

function NoChampion() {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>In service: the naive forecast</h2>
      </div>
      <p class="panel-note chart-note">
        It expects no change, with ranges as wide as each coin's own past moves. A trained model
        takes over once it does no worse on days that were held back from it.
      </p>
    </section>
  );
}

function NoRollback() {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Roll back</h2>
      </div>
      <p class="muted panel-note chart-note">There is no model in service to go back from.</p>
    </section>
  );
}

function ChampionRollback(props: { output: ModelsOutput }) {
  const target = () => props.output.models.find((model) => model.rollback_target);
  return (
    <Show when={championOf(props.output)} fallback={<NoRollback />}>
      {(champion) => <Rollback champion={champion()} target={target()} />}
    </Show>
  );
}

function ChampionMetrics(props: { model: ListedModel }) {
  const figures = () => props.model.figures;
  return (
    <Metrics>
      <Metric
        label="Loss"
        value={figures().pinball?.toFixed(4) ?? UNKNOWN}
        note={`naive ${figures().naive_pinball?.toFixed(4) ?? UNKNOWN}; ` +
          (againstNaive(props.model) ?? "not compared")}
      />
      <Metric
        label="In the 90 % range"
        value={formatShare(figures().coverage_90)}
        note="90 % promised"
      />
      <Metric
        label="Direction right"
        value={formatShare(figures().hit_rate)}
        note="50 % is a coin flip"
      />
      <Metric
        label="Measured on"
        value={`${heldBackDays(figures().days) ?? UNKNOWN} days`}
        note={figures().samples === null
          ? "held back from training"
          : `${formatCount(figures().samples ?? 0)} forecasts, held back from training`}
      />
    </Metrics>
  );
}
