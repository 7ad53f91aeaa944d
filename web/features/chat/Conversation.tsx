import { createEffect, For, on, onCleanup, onMount, Show } from "solid-js";
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
  let words!: HTMLDivElement;
  onMount(() => {
    const follow = followEnd(log, words);
    // A question of one's own is followed wherever one has scrolled to.
    createEffect(on(() => chat.exchanges.length, follow.begin));
    onCleanup(follow.stop);
  });
  return (
    <div class="conversation">
      <div class="messages" role="log" aria-label="Conversation" aria-live="off" ref={log}>
        <div class="messages-words" ref={words}>
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
      </div>
      <p class="visually-hidden" role="status">{announcement(chat.exchanges.at(-1))}</p>
      <Suggestions />
      <ChatInput autofocus={props.autofocus ?? false} />
    </div>
  );
}

/** So near to the end one reads along. */
const NEAR_PX = 160;

/**
 * Keeps the end of a scrolled text in sight while it grows: with each word, when a picture is there,
 * and when the suggestions below take room; unless the reader has scrolled back.
 */
function followEnd(log: HTMLElement, words: HTMLElement) {
  let follows = true;
  const toEnd = () => void (follows && (log.scrollTop = log.scrollHeight));
  let top = log.scrollTop;
  const onScroll = () => {
    const isNear = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    // Only who scrolls back leaves the end: a text that has just grown is far from it too.
    if (isNear || log.scrollTop < top) follows = isNear;
    top = log.scrollTop;
  };
  const observer = new ResizeObserver(toEnd);
  observer.observe(log);
  observer.observe(words);
  log.addEventListener("scroll", onScroll, { passive: true });
  return {
    begin: () => {
      follows = true;
      toEnd();
    },
    stop: () => {
      observer.disconnect();
      log.removeEventListener("scroll", onScroll);
    },
  };
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
