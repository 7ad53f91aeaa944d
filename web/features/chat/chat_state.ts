import { type Accessor, createSignal } from "solid-js";
import { createStore, produce } from "solid-js/store";
import { api, toFailure } from "../../trpc.ts";
import { apply, endEarly, type Exchange, newExchange } from "./chat_words.ts";

/** The conversation of this tab. */
export interface Chat {
  readonly exchanges: readonly Exchange[];
  readonly sessionId: Accessor<string | null>;
  readonly busy: Accessor<boolean>;
  /** True while the panel is open. */
  readonly open: Accessor<boolean>;
  setOpen(open: boolean): void;
  ask(question: string): void;
  stop(): void;
  /** Asks the last question again, in place of its answer. */
  retry(): void;
  /** Begins a new conversation. */
  reset(): void;
  /** Shows a stored conversation. */
  load(sessionId: string): Promise<void>;
}

const PANEL_STORE = "chat-open";
const SESSION_STORE = "chat-session";

/** Makes the conversation of this tab; it goes on after the page is loaded again. */
export function createChat(): Chat {
  const [exchanges, setExchanges] = createStore<Exchange[]>([]);
  const [sessionId, keepSession] = createKept(SESSION_STORE);
  const [panel, keepPanel] = createKept(PANEL_STORE);
  const change: Change = (place, write) =>
    setExchanges(produce((list) => {
      const exchange = list[place];
      if (exchange) write(exchange);
    }));
  const line = createLine({ change, sessionId, keepSession });
  const askAt = (place: number, question: string) => {
    setExchanges(place, newExchange(question));
    line.send(place, question);
  };
  const load = async (id: string) => {
    line.stop();
    const stored = await api.chat.history.query({ session_id: id });
    setExchanges(stored.exchanges.map(toExchange));
    keepSession(id);
  };
  const known = sessionId();
  // One that was erased meanwhile, or belongs to who was signed in before, is let go.
  if (known !== null) load(known).catch(() => keepSession(null));
  return {
    exchanges,
    sessionId,
    busy: line.busy,
    open: () => panel() !== null,
    setOpen: (open) => keepPanel(open ? "yes" : null),
    ask(question) {
      if (question.trim() !== "" && !line.busy()) askAt(exchanges.length, question.trim());
    },
    stop: () => line.stop(),
    retry() {
      const last = exchanges.at(-1);
      if (last !== undefined && !line.busy()) askAt(exchanges.length - 1, last.question);
    },
    reset() {
      line.stop();
      setExchanges([]);
      keepSession(null);
    },
    load,
  };
}

type Change = (place: number, write: (exchange: Exchange) => void) => void;

/** The one question that can be under way. */
function createLine(into: {
  readonly change: Change;
  readonly sessionId: Accessor<string | null>;
  readonly keepSession: (id: string) => void;
}) {
  const [busy, setBusy] = createSignal(false);
  let leaving: AbortController | null = null;

  async function send(place: number, question: string): Promise<void> {
    const controller = new AbortController();
    leaving = controller;
    setBusy(true);
    try {
      const session = into.sessionId();
      const input = session === null ? { question } : { question, session_id: session };
      const stream = await api.chat.ask.mutate(input, { signal: controller.signal });
      for await (const event of stream) {
        if (event.type === "started") into.keepSession(event.session_id);
        else into.change(place, (exchange) => apply(exchange, event));
      }
      into.change(place, endEarly);
    } catch (error) {
      into.change(
        place,
        (exchange) => endFailed(exchange, controller.signal.aborted ? null : error),
      );
    } finally {
      if (leaving === controller) {
        leaving = null;
        setBusy(false);
      }
    }
  }

  return { busy, send, stop: () => leaving?.abort() };
}

function endFailed(exchange: Exchange, error: unknown): void {
  exchange.status = error === null ? "stopped" : "failed";
  exchange.failure = error === null ? null : toFailure(error);
  exchange.doing = "";
}

type StoredExchange = Awaited<ReturnType<typeof api.chat.history.query>>["exchanges"][number];

function toExchange(one: StoredExchange): Exchange {
  return {
    ...newExchange(one.question),
    answer: one.answer,
    status: one.status,
    doing: "",
    facts: one.facts,
    charts: one.charts,
    followUps: one.follow_ups,
  };
}

/** A text that lives as long as the tab, or null. */
function createKept(name: string): [Accessor<string | null>, (text: string | null) => void] {
  const [text, setText] = createSignal<string | null>(recall(name));
  return [text, (next) => {
    setText(next);
    try {
      if (next === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, next);
    } catch {
      // Barred storage: the conversation then lasts until the page is loaded again.
    }
  }];
}

function recall(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}
