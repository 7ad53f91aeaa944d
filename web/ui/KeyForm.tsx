import { createSignal } from "solid-js";
import { setAccessKey } from "../lib/access_key.ts";
import { invalidate } from "../lib/data.ts";

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
