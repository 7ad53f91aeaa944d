import { createEffect, createSignal, type JSX, onCleanup, Show } from "solid-js";
import type { Data } from "../lib/data.ts";
import { ErrorNote } from "./ErrorNote.tsx";

const DIM_AFTER_MS = 300;

/**
 * Shows an answer and keeps showing it while the next one is under way: dimmed once that takes
 * longer than a glance. An error stands above the last good picture, not in its place.
 */
export function Loadable<T>(props: {
  /** What is loaded, as the subject of a sentence: `The market overview`. */
  thing: string;
  source: Data<T>;
  /** Height to keep free until the first answer, in pixels. */
  height?: number;
  children: (data: () => T) => JSX.Element;
}) {
  const [slow, setSlow] = createSignal(false);
  createEffect(() => {
    setSlow(false);
    if (!props.source.stale()) return;
    const timer = setTimeout(() => setSlow(true), DIM_AFTER_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return (
    <>
      <Show when={props.source.error()}>
        {(error) => (
          <ErrorNote
            thing={props.thing}
            error={error()}
            onRetry={() => props.source.refetch()}
          />
        )}
      </Show>
      <Show
        when={props.source.data() !== undefined}
        fallback={
          <Show when={!props.source.error()}>
            <div class="placeholder-block" style={{ height: `${props.height ?? 240}px` }}>
              <span class="visually-hidden">{props.thing} is being loaded.</span>
            </div>
          </Show>
        }
      >
        <div class="loadable" classList={{ dimmed: slow() }} aria-busy={props.source.stale()}>
          {props.children(() => props.source.data() as T)}
        </div>
      </Show>
    </>
  );
}
