import { For, Show } from "solid-js";
import type { SetupProgress, SetupStep } from "../../../server/collection/schema.ts";
import { formatCount, formatDuration } from "../../lib/format.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Progress } from "../../ui/Progress.tsx";
import { Sparkline } from "../../ui/Sparkline.tsx";
import { useApp } from "../shell/app_state.ts";
import { stepMessage } from "./setup_words.ts";

/** Fewer points make no course. */
const LINE_FROM = 4;

const TITLES: Record<SetupStep["id"], string> = {
  collect: "Collect hourly candles",
  train: "Train the forecasting model",
  publish: "Publish forecasts",
};
const MARKS: Record<SetupStep["state"], string> = {
  waiting: "circle-dashed",
  running: "loader-circle",
  done: "circle-check",
  failed: "circle-alert",
};

/** The way from an empty database to forecasts in three steps, as it happens. */
export function SetupSteps() {
  const app = useApp();
  return (
    <Show
      when={app.setup.progress()}
      fallback={<p class="muted">Asking the server how far it is.</p>}
    >
      {(progress) => (
        <>
          <ol class="steps" classList={{ "steps-done": progress().complete }}>
            <For each={progress().steps}>
              {(step, index) => <Step step={step} number={index() + 1} />}
            </For>
          </ol>
          <LookAlready progress={progress()} />
        </>
      )}
    </Show>
  );
}

function Step(props: { step: SetupStep; number: number }) {
  const share = () => props.step.total ? Math.min(1, props.step.done / props.step.total) : null;
  const running = () => props.step.state === "running";
  return (
    <li class={`step step-${props.step.state}`}>
      <span class="step-mark">
        <Icon name={MARKS[props.step.state]} size={22} class={running() ? "spin" : ""} />
      </span>
      <div>
        <div class="step-head">
          <h2>
            {props.number}. {TITLES[props.step.id]}
            <span class="visually-hidden">: {props.step.state}</span>
          </h2>
          <Show when={running() && share() !== null}>
            <strong>{Math.floor((share() ?? 0) * 100)}&nbsp;%</strong>
          </Show>
        </div>
        <Show when={running()}>
          <Progress label={TITLES[props.step.id]} share={share()} />
        </Show>
        <StepFigures step={props.step} />
        <p class={`step-message ${props.step.state === "failed" ? "" : "muted"}`}>
          {stepMessage(props.step)}
        </p>
      </div>
    </li>
  );
}

function StepFigures(props: { step: SetupStep }) {
  const app = useApp();
  const step = () => props.step;
  return (
    <Show when={step().state !== "waiting" && step().done > 0}>
      <p class="step-figures">
        <span>
          <strong>{formatCount(step().done)}</strong>
          {step().total && step().state === "running"
            ? ` of ${formatCount(step().total ?? 0)}`
            : ""} {step().unit}
        </span>
        <Show when={step().state === "running" && step().rate_per_second}>
          {(rate) => <span>{formatRate(rate())} a second</span>}
        </Show>
        <Show when={step().state === "running" && step().seconds_left !== null}>
          <span>{formatDuration(step().seconds_left ?? 0)} left</span>
        </Show>
        <Show when={step().loss !== null}>
          <span>
            Loss <strong>{step().loss?.toFixed(4)}</strong>
            <Show when={step().naive_loss}>
              {(naive) => (
                <>
                  , naive forecast <strong>{naive().toFixed(4)}</strong>
                </>
              )}
            </Show>
          </span>
          <Show when={app.setup.losses().length >= LINE_FROM}>
            <Sparkline values={app.setup.losses()} label="Course of the loss" />
          </Show>
        </Show>
      </p>
    </Show>
  );
}

function formatRate(rate: number): string {
  return rate >= 100 ? formatCount(rate) : rate.toFixed(1);
}

function LookAlready(props: { progress: SetupProgress }) {
  const coins = () => props.progress.coins_with_candles;
  return (
    <Show
      when={coins() > 0}
      fallback={
        <p class="muted">
          Nothing can be looked at yet. Coins appear as soon as their candles are collected.
        </p>
      }
    >
      <div class="link-row">
        <a class="btn btn-outline-secondary" href="/">
          Market overview: {coins()} {coins() === 1 ? "coin has" : "coins have"} candles
        </a>
        <Show when={props.progress.forecasts_published}>
          <a class="btn btn-outline-secondary" href="/predictions">
            {props.progress.complete ? "Forecasts" : "First forecasts, from the naive model"}
          </a>
        </Show>
      </div>
    </Show>
  );
}
