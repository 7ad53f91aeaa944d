import { Show } from "solid-js";
import type { TrainingProgressOutput } from "../../../server/models/schema.ts";
import { Chart } from "../../charts/Chart.tsx";
import { lossFigure } from "../../charts/loss_figure.ts";
import type { Data } from "../../lib/data.ts";
import { formatCount, formatDuration, formatTime } from "../../lib/format.ts";
import { Loadable } from "../../ui/Loadable.tsx";
import { Progress } from "../../ui/Progress.tsx";
import { trainingFinding } from "./model_words.ts";

const CHART_HEIGHT = 200;

/** The training as it goes: loss against the naive forecast's, and the time left. */
export function TrainingPanel(props: { training: Data<TrainingProgressOutput> }) {
  return (
    <Loadable thing="The training" source={props.training} height={240}>
      {(progress) => (
        <section class="panel" aria-live="off">
          <div class="panel-head">
            <h2>{trainingFinding(progress())}</h2>
            <span class="muted panel-note">{progress().state}</span>
          </div>
          <Running progress={progress()} />
          <p class="panel-note muted chart-note">
            {progress().message}{" "}
            <Show when={progress().finished_at}>
              {(time) => <>Ended on {formatTime(Date.parse(time()))}.</>}
            </Show>
          </p>
          <Show when={progress().curve.length > 1}>
            <Chart
              label={`Loss on validation hours: ${last(progress())}, naive ${
                validationNaive(progress())?.toFixed(4) ?? "not shown"
              }`}
              height={CHART_HEIGHT}
              figure={(palette) =>
                lossFigure(progress().curve, validationNaive(progress()), palette)}
            />
          </Show>
        </section>
      )}
    </Loadable>
  );
}

/** Once a training is done, its losses are those of the held-back days, not of the curve's hours. */
function validationNaive(progress: TrainingProgressOutput): number | null {
  return progress.state === "running" ? progress.naive_loss : null;
}

function last(progress: TrainingProgressOutput): string {
  return progress.curve.at(-1)?.loss.toFixed(4) ?? "unknown";
}

function Running(props: { progress: TrainingProgressOutput }) {
  const steps = () => props.progress.steps;
  const share = () => steps() ? Math.min(1, props.progress.step / (steps() ?? 1)) : null;
  return (
    <Show when={props.progress.state === "running"}>
      <Progress label="Training" share={share()} />
      <p class="step-figures chart-note">
        <span>
          Step <strong>{formatCount(props.progress.step)}</strong>
          {steps() ? ` of ${formatCount(steps() ?? 0)}` : ""}
        </span>
        <Show when={props.progress.steps_per_second}>
          {(rate) => <span>{rate().toFixed(1)} a second</span>}
        </Show>
        <Show when={props.progress.seconds_left !== null}>
          <span>{formatDuration(props.progress.seconds_left ?? 0)} left</span>
        </Show>
        <Show when={props.progress.loss}>
          {(loss) => (
            <span>
              Loss <strong>{loss().toFixed(4)}</strong>, naive{" "}
              <strong>{props.progress.naive_loss?.toFixed(4) ?? "unknown"}</strong>
            </span>
          )}
        </Show>
      </p>
    </Show>
  );
}
