import { createSignal, For, Show } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useApp } from "../shell/app_state.ts";
import type { Exchange as Model } from "./chat_words.ts";
import { Markdown } from "./Markdown.tsx";
import { MiniFan } from "./MiniFan.tsx";
import { copyText } from "./plain_text.ts";

/** One question and its answer, with what it rests on. */
export function Exchange(props: { exchange: Model; isLast: boolean }) {
  const { chat } = useApp();
  const underWay = () => ["waiting", "streaming"].includes(props.exchange.status);
  return (
    <article class="exchange" aria-busy={underWay()}>
      <p class="message question">
        <span class="visually-hidden">You asked:</span> {props.exchange.question}
      </p>
      <div class="message answer" classList={{ rejected: props.exchange.status === "rejected" }}>
        <Show when={props.exchange.answer === "" && underWay()}>
          <p class="muted doing">
            <Icon name="loader-circle" class="turning" /> {props.exchange.doing}
          </p>
        </Show>
        <Markdown text={props.exchange.answer} facts={props.exchange.facts} />
        <For each={props.exchange.charts}>{(chart) => <MiniFan symbol={chart.symbol} />}</For>
        <Ending exchange={props.exchange} />
        <Show when={!underWay()}>
          <Origin exchange={props.exchange} />
          <div class="message-actions">
            <Copy exchange={props.exchange} />
            <Show when={props.isLast}>
              <button type="button" class="btn btn-sm btn-quiet" onClick={() => chat.retry()}>
                <Icon name="rotate-ccw" /> Ask again
              </button>
            </Show>
          </div>
        </Show>
      </div>
    </article>
  );
}

/** Why an answer is not whole. */
function Ending(props: { exchange: Model }) {
  const words = () => {
    if (props.exchange.failure) return props.exchange.failure.message;
    if (props.exchange.status === "stopped") return "You stopped this answer.";
    if (props.exchange.status !== "failed") return "";
    return "This answer is not whole. Ask again.";
  };
  return (
    <Show when={words()}>
      {(text) => <p class="note note-error small-note" role="alert">{text()}</p>}
    </Show>
  );
}

/** Sources, the time the figures hold for, and that this is not advice. */
function Origin(props: { exchange: Model }) {
  const app = useApp();
  const metadata = () => props.exchange.metadata;
  return (
    <Show when={props.exchange.status !== "rejected" && metadata()}>
      {(known) => (
        <p class="muted origin">
          <Show when={known().sources.length > 0}>
            Sources:{" "}
            <For each={known().sources}>
              {(source, place) => (
                <>
                  {place() > 0 ? ", " : ""}
                  <a href={source.href}>{source.title}</a>
                </>
              )}
            </For>
            .{" "}
          </Show>
          <Show when={known().as_of}>
            {(asOf) => <>As of {lowerFirst(formatWhen(Date.parse(asOf()), app.now()))}.{" "}</>}
          </Show>
          {known().answered_by === "built-in"
            ? "Built-in analyst"
            : `Worded by ${known().answered_by}`}.
          {known().simulated ? " Simulated data." : ""} Not advice.
        </p>
      )}
    </Show>
  );
}

/** "Today" inside of a sentence. */
function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function Copy(props: { exchange: Model }) {
  const [copied, setCopied] = createSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(copyText(props.exchange.answer));
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <button type="button" class="btn btn-sm btn-quiet" onClick={() => copy().catch(() => {})}>
      <Icon name={copied() ? "check" : "copy"} /> {copied() ? "Copied" : "Copy"}
    </button>
  );
}
