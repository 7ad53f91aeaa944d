import { createEffect, createSignal, createUniqueId, on, onCleanup, onMount, Show } from "solid-js";
import { api } from "../../trpc.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useApp } from "../shell/app_state.ts";
import { mayBePersonal, personalWarning } from "./personal_hint.ts";

const LONGEST = 2_000;
const PAUSE_MS = 600;

/** The box for a question: Enter sends, Shift and Enter begins a new line. */
export function ChatInput(props: { autofocus: boolean }) {
  const { chat } = useApp();
  const id = createUniqueId();
  const [draft, setDraft] = createSignal("");
  const warning = createWarning(draft);
  let box!: HTMLTextAreaElement;
  onMount(() => props.autofocus && box.focus());
  const send = () => {
    if (chat.busy() || draft().trim() === "") return;
    chat.ask(draft());
    setDraft("");
    box.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    send();
  };
  return (
    <form class="chat-input" onSubmit={onSubmit}>
      <label class="visually-hidden" for={id}>Your question</label>
      <textarea
        id={id}
        ref={box}
        class="form-control"
        rows={2}
        maxLength={LONGEST}
        placeholder="Ask about coins, forecasts or the market"
        aria-describedby={`${id}-note`}
        value={draft()}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <Show
        when={chat.busy()}
        fallback={
          <button type="submit" class="btn btn-primary" disabled={draft().trim() === ""}>
            <Icon name="send" /> <span>Send</span>
          </button>
        }
      >
        <button type="button" class="btn btn-outline-secondary" onClick={() => chat.stop()}>
          <Icon name="square" /> <span>Stop</span>
        </button>
      </Show>
      <p
        id={`${id}-note`}
        class="chat-note"
        classList={{ warning: warning() !== "" }}
        aria-live="polite"
      >
        {warning() || "Leave out personal data. Answers can be wrong; they are not advice."}
      </p>
    </form>
  );
}

/** Asks the server, after a pause, whether what is being written has personal data in it. */
function createWarning(draft: () => string): () => string {
  const [warning, setWarning] = createSignal("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(on(draft, (question) => {
    clearTimeout(timer);
    if (!mayBePersonal(question)) return void setWarning("");
    timer = setTimeout(async () => {
      const checked = await api.chat.validate.mutate({ question }).catch(() => null);
      if (checked !== null && draft() === question) {
        setWarning(checked.pii_detected ? personalWarning(checked.pii_types) : "");
      }
    }, PAUSE_MS);
  }));
  onCleanup(() => clearTimeout(timer));
  return warning;
}
