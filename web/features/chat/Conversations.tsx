import { createSignal, For, Show } from "solid-js";
import { createData, type Data, invalidate } from "../../lib/data.ts";
import { formatWhen } from "../../lib/format.ts";
import { api, toFailure } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { useApp } from "../shell/app_state.ts";

type Sessions = Awaited<ReturnType<typeof api.chat.sessions.query>>;
type Session = Sessions["sessions"][number];

/** The conversations before, to go on with or to erase. */
export function Conversations() {
  const app = useApp();
  const sessions: Data<Sessions> = createData(
    "chat sessions",
    () => ({ current: app.chat.sessionId(), asked: app.chat.exchanges.length }),
    (_, signal) => api.chat.sessions.query(undefined, { signal }),
    { maxAgeMs: 0 },
  );
  const [failure, setFailure] = createSignal("");
  const [erasing, setErasing] = createSignal<Session | null>(null);
  const attempt = (work: () => Promise<void>) => {
    setFailure("");
    work().catch((error) => setFailure(toFailure(error).message));
  };
  const erase = async (id: string) => {
    setErasing(null);
    await api.chat.erase.mutate({ session_id: id });
    if (app.chat.sessionId() === id) app.chat.reset();
    invalidate("chat sessions");
  };
  return (
    <nav class="conversations" aria-label="Conversations">
      <button
        type="button"
        class="btn btn-sm btn-outline-secondary"
        onClick={() => app.chat.reset()}
      >
        <Icon name="plus" /> New conversation
      </button>
      <Show when={failure()}>{(text) => <p class="note note-error" role="alert">{text()}</p>}</Show>
      <ul>
        <For each={sessions.data()?.sessions}>
          {(one) => (
            <SessionRow
              session={one}
              onOpen={() => attempt(() => app.chat.load(one.session_id))}
              onErase={() => setErasing(one)}
            />
          )}
        </For>
      </ul>
      <Show when={sessions.data()?.sessions.length === 0}>
        <p class="muted">
          {app.session.account()
            ? "No conversations yet."
            : "Sign in to find your conversations again."}
        </p>
      </Show>
      <ConfirmDialog
        open={erasing() !== null}
        title="Erase this conversation?"
        action="Erase"
        grave
        onConfirm={() => attempt(() => erase(erasing()!.session_id))}
        onClose={() => setErasing(null)}
      >
        <p>"{erasing()?.title}" and its answers are removed for good.</p>
      </ConfirmDialog>
    </nav>
  );
}

function SessionRow(props: { session: Session; onOpen: () => void; onErase: () => void }) {
  const app = useApp();
  const isOpen = () => props.session.session_id === app.chat.sessionId();
  return (
    <li classList={{ active: isOpen() }}>
      <button
        type="button"
        class="btn btn-sm btn-quiet conversation-title"
        aria-current={isOpen() ? "true" : undefined}
        onClick={() => props.onOpen()}
      >
        {props.session.title}
        <span class="muted">{formatWhen(Date.parse(props.session.updated_at), app.now())}</span>
      </button>
      <button
        type="button"
        class="btn btn-sm btn-quiet"
        aria-label={`Erase "${props.session.title}"`}
        onClick={() => props.onErase()}
      >
        <Icon name="x" />
      </button>
    </li>
  );
}
