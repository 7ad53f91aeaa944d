import { createEffect, For, on, Show } from "solid-js";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { useApp } from "../shell/app_state.ts";
import { ChatInput } from "./ChatInput.tsx";
import { Exchange } from "./ExchangeView.tsx";

const STARTERS = [
  "Which coins are expected to rise most?",
  "Is the market bullish?",
  "How accurate are your forecasts?",
  "What can you do?",
];

/** The messages of the conversation and the box for the next one. */
export function Conversation(props: { autofocus?: boolean }) {
  const { chat } = useApp();
  let log!: HTMLDivElement;
  const length = () =>
    chat.exchanges.reduce((sum, one) => sum + one.answer.length, chat.exchanges.length);
  // New words are followed, unless the reader has scrolled back.
  createEffect(on(length, () => {
    const distance = log.scrollHeight - log.scrollTop - log.clientHeight;
    if (distance < 160 || chat.exchanges.at(-1)?.status === "waiting") {
      log.scrollTop = log.scrollHeight;
    }
  }));
  return (
    <div class="conversation">
      <div class="messages" role="log" aria-label="Conversation" aria-live="off" ref={log}>
        <Show
          when={chat.exchanges.length > 0}
          fallback={
            <EmptyState title="Ask about the market">
              Answers come from this server's own figures; each number links to where it is from.
            </EmptyState>
          }
        >
          <For each={chat.exchanges}>
            {(exchange, place) => (
              <Exchange exchange={exchange} isLast={place() === chat.exchanges.length - 1} />
            )}
          </For>
        </Show>
      </div>
      <p class="visually-hidden" role="status">{announcement(chat.exchanges.at(-1))}</p>
      <Suggestions />
      <ChatInput autofocus={props.autofocus ?? false} />
    </div>
  );
}

/** Read out once an answer is whole: word by word it could not be followed. */
function announcement(last: { status: string; answer: string; doing: string } | undefined): string {
  if (last === undefined) return "";
  if (last.status === "waiting" || last.status === "streaming") return "Answer under way";
  return last.answer.replace(/\[([^\]]*)\]\(fact:\w+\)/g, "$1").replace(/[*~]/g, "");
}

function Suggestions() {
  const { chat } = useApp();
  const questions = () => chat.exchanges.length === 0 ? STARTERS : chat.exchanges.at(-1)!.followUps;
  return (
    <Show when={!chat.busy() && questions().length > 0}>
      <div class="suggestions" role="group" aria-label="Suggested questions">
        <For each={questions()}>
          {(question) => (
            <button
              type="button"
              class="btn btn-sm btn-outline-secondary"
              onClick={() => chat.ask(question)}
            >
              {question}
            </button>
          )}
        </For>
      </div>
    </Show>
  );
}
