import { createSignal, For, Show } from "solid-js";
import { createData, invalidate } from "../lib/data.ts";
import { formatWhen } from "../lib/format.ts";
import { Conversation } from "../features/chat/Conversation.tsx";
import { useApp } from "../features/shell/app_state.ts";
import type { PageInfo } from "../routes.ts";
import { api, toFailure } from "../trpc.ts";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = {
  path: "/chat",
  title: "Chat",
  nav: { group: "Market", icon: "message-circle", order: 9 },
};

/** The conversation in full width, beside the ones before. */
export function Page() {
  return (
    <Frame
      title="Chat"
      finding="Questions about the market, answered from this server's own figures."
    >
      <div class="chat-page">
        <Conversations />
        <Conversation autofocus />
      </div>
    </Frame>
  );
}

function Conversations() {
  const app = useApp();
  const sessions = createData(
    "chat sessions",
    () => ({ current: app.chat.sessionId(), asked: app.chat.exchanges.length }),
    (_, signal) => api.chat.sessions.query(undefined, { signal }),
    { maxAgeMs: 0 },
  );
  const [failure, setFailure] = createSignal("");
  const attempt = (work: () => Promise<void>) => {
    setFailure("");
    work().catch((error) => setFailure(toFailure(error).message));
  };
  const [erasing, setErasing] = createSignal<{ id: string; title: string } | null>(null);
  const erase = () => {
    const one = erasing();
    setErasing(null);
    if (one === null) return;
    attempt(async () => {
      await api.chat.erase.mutate({ session_id: one.id });
      if (app.chat.sessionId() === one.id) app.chat.reset();
      invalidate("chat sessions");
    });
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
            <li classList={{ active: one.session_id === app.chat.sessionId() }}>
              <button
                type="button"
                class="btn btn-sm btn-quiet conversation-title"
                aria-current={one.session_id === app.chat.sessionId() ? "true" : undefined}
                onClick={() => attempt(() => app.chat.load(one.session_id))}
              >
                {one.title}
                <span class="muted">{formatWhen(Date.parse(one.updated_at), app.now())}</span>
              </button>
              <button
                type="button"
                class="btn btn-sm btn-quiet"
                aria-label={`Erase "${one.title}"`}
                onClick={() => setErasing({ id: one.session_id, title: one.title })}
              >
                <Icon name="x" />
              </button>
            </li>
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
        onConfirm={erase}
        onClose={() => setErasing(null)}
      >
        <p>"{erasing()?.title}" and its answers are removed for good.</p>
      </ConfirmDialog>
    </nav>
  );
}
