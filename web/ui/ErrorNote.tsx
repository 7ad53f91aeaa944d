import { A, useLocation } from "@solidjs/router";
import { Show } from "solid-js";
import { signInAddress } from "../lib/next_address.ts";
import { toFailure } from "../trpc.ts";
import { Icon } from "./Icon.tsx";

/** Says what could not be had, why, and what to do next, with the button that does it. */
export function ErrorNote(props: { thing: string; error: unknown; onRetry: () => void }) {
  const location = useLocation();
  const failure = () => toFailure(props.error);
  const locked = () => failure().code === "UNAUTHORIZED" || failure().code === "FORBIDDEN";
  return (
    <div class="note note-error" role="alert">
      <Icon name="circle-alert" size={20} />
      <div>
        <strong>{props.thing} could not be loaded.</strong> {failure().message}{" "}
        <Show when={failure().requestId}>
          {(id) => <span class="muted">Request {id()}.</span>}
        </Show>
      </div>
      <Show when={locked()}>
        <A
          class="btn btn-sm btn-outline-secondary"
          href={signInAddress(location.pathname + location.search)}
        >
          <Icon name="log-in" /> Sign in
        </A>
      </Show>
      <button
        type="button"
        class="btn btn-sm btn-outline-secondary"
        onClick={() => props.onRetry()}
      >
        <Icon name="refresh-cw" /> Try again
      </button>
    </div>
  );
}
