import { Show } from "solid-js";
import { Chart } from "../../charts/Chart.tsx";
import { createParam, oneOf } from "../../lib/param.ts";
import { Controls, SelectBox } from "../../ui/controls.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import type { Evaluation } from "./evaluation_data.ts";
import { modelName } from "./metric_words.ts";
import {
  calibrationPicture,
  coveragePicture,
  icPicture,
  type Picture,
  topPicture,
} from "./pictures.ts";

const HEIGHT = 360;
const VIEWS = [
  { id: "calibration", label: "Calibration" },
  { id: "coverage", label: "Coverage by month" },
  { id: "ic", label: "Rank IC over time" },
  { id: "top", label: "Top list" },
] as const;
type View = typeof VIEWS[number]["id"];
const PICTURES: Record<View, (evaluation: Evaluation, model: string) => Picture | null> = {
  calibration: calibrationPicture,
  coverage: coveragePicture,
  ic: icPicture,
  top: topPicture,
};

/** The evaluation's courses and curves, for one model at a time. */
export function EvaluationPictures(props: { evaluation: Evaluation }) {
  const [view, setView] = createParam<View>(
    "view",
    "calibration",
    oneOf(VIEWS.map((tab) => tab.id)),
  );
  const [model, setModel] = createParam(
    "model",
    props.evaluation.model,
    oneOf(props.evaluation.models),
  );
  return (
    <section class="section">
      <Controls>
        <SelectBox
          label="Model"
          value={model()}
          choices={props.evaluation.models.map((id) => ({ value: id, label: modelName(id) }))}
          onChange={setModel}
        />
      </Controls>
      <Tabs label="Views of the evaluation" tabs={VIEWS} active={view()} onSelect={setView}>
        <Panel picture={PICTURES[view()](props.evaluation, model())} />
      </Tabs>
    </section>
  );
}

function Panel(props: { picture: Picture | null }) {
  return (
    <section class="panel">
      <Show
        when={props.picture}
        fallback={<p class="muted">This evaluation has no such figures of this model.</p>}
      >
        {(picture) => (
          <>
            <div class="panel-head">
              <h2>{picture().title}</h2>
              <span class="muted panel-note">{picture().note}</span>
            </div>
            <Chart label={picture().title} height={HEIGHT} figure={picture().figure} />
          </>
        )}
      </Show>
    </section>
  );
}
