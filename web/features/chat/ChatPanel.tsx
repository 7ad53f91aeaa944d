import { useLocation } from "@solidjs/router";
import { onCleanup, onMount, Show } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { useApp } from "../shell/app_state.ts";
import { Conversation } from "./Conversation.tsx";

/** The conversation beside every page; on a phone it covers the page. */
export function ChatPanel() {
  const { chat } = useApp();
  const location = useLocation();
  const isPage = () => location.pathname === "/chat";
  const onKey = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() === "j" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      chat.setOpen(!chat.open());
    }
  };
  onMount(() => addEventListener("keydown", onKey));
  onCleanup(() => removeEventListener("keydown", onKey));
  return (
    <Show when={chat.open() && !isPage()}>
      <aside
        class="chat-panel"
        aria-label="Chat"
        onKeyDown={(event) => event.key === "Escape" && chat.setOpen(false)}
      >
        <div class="chat-head">
          <h2>Analyst</h2>
          <button type="button" class="btn btn-sm btn-quiet" onClick={() => chat.reset()}>
            <Icon name="plus" /> New
          </button>
          <a class="btn btn-sm btn-quiet" href="/chat" aria-label="Open the chat as a page">
            <Icon name="maximize-2" />
          </a>
          <button
            type="button"
            class="btn btn-sm btn-quiet"
            aria-label="Close the chat"
            onClick={() => chat.setOpen(false)}
          >
            <Icon name="x" />
          </button>
        </div>
        <Conversation autofocus />
      </aside>
    </Show>
  );
}

/** Opens and closes the panel. */
export function ChatButton() {
  const { chat } = useApp();
  const location = useLocation();
  return (
    <Show when={location.pathname !== "/chat"}>
      <button
        type="button"
        class="btn btn-quiet chat-button"
        aria-expanded={chat.open()}
        title="Ask the analyst (Ctrl J)"
        onClick={() => chat.setOpen(!chat.open())}
      >
        <Icon name="message-circle" size={18} /> <span class="wide-only">Ask</span>
        <span class="visually-hidden">the analyst</span>
      </button>
    </Show>
  );
}
