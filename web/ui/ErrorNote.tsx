import { createSignal, Show } from "solid-js";
import { setAccessKey } from "../lib/access_key.ts";
import { invalidate } from "../lib/data.ts";
import { toFailure } from "../trpc.ts";
import { Icon } from "./Icon.tsx";

/** Says what could not be had, why, and what to do next, with the button that does it. */
export function ErrorNote(props: { thing: string; error: unknown; onRetry: () => void }) {
  const failure = () => toFailure(props.error);
  return (
    <div class="note note-error" role="alert">
      <Icon name="circle-alert" size={20} />
      <div>
        <strong>{props.thing} could not be loaded.</strong> {failure().message}
        <Show when={failure().requestId}>
          {(id) => <span class="muted">Request {id()}.</span>}
        </Show>
        <Show when={failure().code === "UNAUTHORIZED" || failure().code === "FORBIDDEN"}>
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

/** Takes the API key that the server asks for, for this tab only. */
export function KeyForm() {
  const [text, setText] = createSignal("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAccessKey(text());
    invalidate();
  };
  return (
    <form class="key-form" onSubmit={submit}>
      <label class="field">
        <span>API key</span>
        <input
          type="password"
          class="form-control form-control-sm"
          autocomplete="off"
          required
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="btn btn-sm btn-primary">Use key</button>
      <span class="muted">Kept for this tab only.</span>
    </form>
  );
}
