import { For, Show } from "solid-js";
import {
  formatCount,
  formatDay,
  formatDuration,
  formatShare,
  formatTime,
} from "../../lib/format.ts";
import { Expander } from "../../ui/Expander.tsx";
import type { Evaluation } from "./evaluation_data.ts";

const day = (time: string) => formatDay(Date.parse(time));

/** What was tested on what, by which seed, and how long each part took. */
export function EvaluationFacts(props: { evaluation: Evaluation }) {
  const data = () => props.evaluation.data;
  const dropped = () => data().dropped;
  const unseen = () => props.evaluation.held_out_coverage[props.evaluation.model];
  return (
    <Expander title="How this is made">
      <dl class="facts">
        <dt>Made</dt>
        <dd>
          {formatTime(Date.parse(props.evaluation.made_at))}, in{" "}
          {formatDuration(props.evaluation.seconds)}, seed {props.evaluation.seed}
        </dd>
        <dt>Data</dt>
        <dd>
          {formatCount(data().candles)} hourly candles of {data().coins.length} coins,{" "}
          {day(data().from)} to {day(data().to)}
          {data().simulated ? ", from the simulated exchange" : ""}
        </dd>
        <dt>Forecasts</dt>
        <dd>
          {formatCount(data().forecasts)} of each model, one per coin every {data().stride_hours}
          {" "}
          hours; {formatCount(dropped().gap + dropped().nan + dropped().label)}{" "}
          windows with missing hours were left out
        </dd>
        <dt>Folds</dt>
        <dd>
          <Folds evaluation={props.evaluation} />
        </dd>
        <Show when={unseen()}>
          {(coins) => (
            <>
              <dt>Unseen coins</dt>
              <dd>
                {formatCount(coins().forecasts)}{" "}
                forecasts of the network for coins that it was not trained on:{" "}
                {formatShare(coins().coverage_50)}, {formatShare(coins().coverage_80)} and{" "}
                {formatShare(coins().coverage_90)} fell in the ranges of 50, 80 and 90&nbsp;%
              </dd>
            </>
          )}
        </Show>
        <dt>Time taken</dt>
        <dd>
          {props.evaluation.parts.map((part) => `${part.part} ${formatDuration(part.seconds)}`)
            .join(", ")}
        </dd>
      </dl>
      <p class="muted">
        Walk-forward: each fold trains on the past, leaves a week and a day out, fits its ranges on
        the block before, and is tested on what follows. Intervals are 95 %, and count days, not
        hours: 24 hourly forecasts of a day ahead share most of their outcome.
      </p>
    </Expander>
  );
}

function Folds(props: { evaluation: Evaluation }) {
  return (
    <ol class="plain-list">
      <For each={props.evaluation.folds}>
        {(fold) => (
          <li>
            Trained {day(fold.train_from)} to {day(fold.train_to)}, tested {day(fold.test_from)} to
            {" "}
            {day(fold.test_to)}; kept out of training: {fold.held_out.join(", ") || "no coin"}
          </li>
        )}
      </For>
    </ol>
  );
}
