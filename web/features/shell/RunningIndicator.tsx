import { A } from "@solidjs/router";
import { createEffect, createSignal, onCleanup, Show } from "solid-js";
import type { SetupStep } from "../../../server/collection/schema.ts";
import { running } from "../../lib/data.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useApp } from "./app_state.ts";

const SHOW_AFTER_MS = 300;

const WORK: Record<SetupStep["id"], string> = {
  collect: "Collecting",
  train: "Training",
  publish: "Publishing",
};

function describe(step: SetupStep): string {
  const share = step.total ? ` ${Math.floor(100 * step.done / step.total)}\u00a0%` : "";
  return `${WORK[step.id]}${share}`;
}

/** Says quietly that something runs: a question of this page, or work of the server. */
export function RunningIndicator() {
  const app = useApp();
  const [slow, setSlow] = createSignal(false);
  createEffect(() => {
    setSlow(false);
    if (!running()) return;
    const timer = setTimeout(() => setSlow(true), SHOW_AFTER_MS);
    onCleanup(() => clearTimeout(timer));
  });
  const job = () => app.setup.progress()?.steps.find((step) => step.state === "running");
  // Percentages are for the eye; a screen reader is told when work begins and ends.
  const spoken = () => {
    const step = job();
    return step ? `${WORK[step.id]} data on the server` : "";
  };
  return (
    <>
      <span class="visually-hidden" aria-live="polite">{spoken()}</span>
      <Show
        when={job()}
        fallback={
          <Show when={slow()}>
            <Spinner text="Loading" />
          </Show>
        }
      >
        {(step) => (
          <A class="running" href="/setup">
            <Spinner text={describe(step())} />
          </A>
        )}
      </Show>
    </>
  );
}

function Spinner(props: { text: string }) {
  return (
    <span class="running">
      <Icon name="loader-circle" class="spin" />
      <span class="running-text">{props.text}</span>
    </span>
  );
}
