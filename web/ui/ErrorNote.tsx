import { Show } from "solid-js";
import { toFailure } from "../trpc.ts";
import { Icon } from "./Icon.tsx";
import { KeyForm } from "./KeyForm.tsx";

/** Says what could not be had, why, and what to do next, with the button that does it. */
export function ErrorNote(props: { thing: string; error: unknown; onRetry: () => void }) {
  const failure = () => toFailure(props.error);
  const locked = () => failure().code === "UNAUTHORIZED" || failure().code === "FORBIDDEN";
  return (
    <div class="note note-error" role="alert">
      <Icon name="circle-alert" size={20} />
      <div>
        <strong>{props.thing} could not be loaded.</strong> {failure().code === "UNAUTHORIZED"
          ? "The server asks for a valid API key."
          : failure().message}{" "}
        <Show when={failure().requestId}>
          {(id) => <span class="muted">Request {id()}.</span>}
        </Show>
        <Show when={locked()}>
          <KeyForm />
        </Show>
      </div>
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
