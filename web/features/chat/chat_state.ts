import { type Accessor, createSignal } from "solid-js";
import { createStore, produce } from "solid-js/store";
import type { AnswerMetadata, AskEvent, ChartView, FactView } from "../../../server/chat/schema.ts";
import { api, type Failure, toFailure } from "../../trpc.ts";

/** A question with what has come of it so far. */
export interface Exchange {
  readonly question: string;
  answer: string;
  status: "waiting" | "streaming" | "completed" | "stopped" | "failed" | "rejected";
  /** What the server is doing, in words; empty once words come. */
  doing: string;
  facts: readonly FactView[];
  charts: readonly ChartView[];
  followUps: readonly string[];
  metadata: AnswerMetadata | null;
  failure: Failure | null;
}

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

const DOING: Readonly<Record<Extract<AskEvent, { type: "step" }>["step"], string>> = {
  topic: "Reading the question",
  personal_data: "Looking for personal data",
  context: "Gathering the figures",
  model: "Writing",
  check: "Checking the numbers",
  store: "",
};
const PANEL_STORE = "chat-open";
const SESSION_STORE = "chat-session";

/** Makes the conversation of this tab; it goes on after the page is loaded again. */
export function createChat(): Chat {
  const [exchanges, setExchanges] = createStore<Exchange[]>([]);
  const [sessionId, setSessionId] = createSignal<string | null>(recall(SESSION_STORE));
  const [busy, setBusy] = createSignal(false);
  const [open, setOpen] = createSignal(recall(PANEL_STORE) === "yes");
  let leaving: AbortController | null = null;

  const change = (place: number, write: (exchange: Exchange) => void) =>
    setExchanges(produce((list) => {
      const exchange = list[place];
      if (exchange) write(exchange);
    }));

  async function send(place: number, question: string): Promise<void> {
    const controller = new AbortController();
    leaving = controller;
    setBusy(true);
    try {
      const session = sessionId();
      const input = session === null ? { question } : { question, session_id: session };
      const stream = await api.chat.ask.mutate(input, { signal: controller.signal });
      for await (const event of stream) receive(place, event);
      change(place, endEarly);
    } catch (error) {
      const stopped = controller.signal.aborted;
      change(place, (exchange) => {
        exchange.status = stopped ? "stopped" : "failed";
        exchange.failure = stopped ? null : toFailure(error);
        exchange.doing = "";
      });
    } finally {
      if (leaving === controller) {
        leaving = null;
        setBusy(false);
      }
    }
  }

  function receive(place: number, event: AskEvent): void {
    if (event.type === "started") {
      setSessionId(event.session_id);
      keep(SESSION_STORE, event.session_id);
    } else change(place, (exchange) => apply(exchange, event));
  }

  function ask(question: string): void {
    const text = question.trim();
    if (text === "" || busy()) return;
    const place = exchanges.length;
    setExchanges(place, newExchange(text));
    send(place, text);
  }

  return {
    exchanges,
    sessionId,
    busy,
    open,
    setOpen(next) {
      setOpen(next);
      keep(PANEL_STORE, next ? "yes" : "");
    },
    ask,
    stop: () => leaving?.abort(),
    retry() {
      const place = exchanges.length - 1;
      const last = exchanges[place];
      if (last === undefined || busy()) return;
      const { question } = last;
      setExchanges(place, newExchange(question));
      send(place, question);
    },
    reset() {
      leaving?.abort();
      setExchanges([]);
      setSessionId(null);
      keep(SESSION_STORE, "");
    },
    async load(id) {
      leaving?.abort();
      const stored = await api.chat.history.query({ session_id: id });
      setExchanges(stored.exchanges.map((one) => ({
        ...newExchange(one.question),
        answer: one.answer,
        status: one.status,
        doing: "",
        facts: one.facts,
        charts: one.charts,
        followUps: one.follow_ups,
      })));
      setSessionId(id);
      keep(SESSION_STORE, id);
    },
  };
}

function newExchange(question: string): Exchange {
  return {
    question,
    answer: "",
    status: "waiting",
    doing: "Sending",
    facts: [],
    charts: [],
    followUps: [],
    metadata: null,
    failure: null,
  };
}

/** What an event changes of the answer under way. */
export function apply(exchange: Exchange, event: AskEvent): void {
  switch (event.type) {
    case "step":
      exchange.doing = DOING[event.step];
      return;
    case "facts":
      exchange.facts = event.facts;
      exchange.charts = event.charts;
      return;
    case "delta":
      exchange.status = "streaming";
      exchange.answer += event.text;
      return;
    case "rejected":
      exchange.status = "rejected";
      exchange.answer = event.message;
      exchange.doing = "";
      return;
    case "done":
      exchange.status = event.status;
      exchange.followUps = event.follow_ups;
      exchange.metadata = event.metadata;
      exchange.doing = "";
  }
}

/** The line ended without a last word: what is there stays, and says so. */
function endEarly(exchange: Exchange): void {
  if (exchange.status !== "waiting" && exchange.status !== "streaming") return;
  exchange.status = "failed";
  exchange.doing = "";
}

function recall(name: string): string | null {
  try {
    return sessionStorage.getItem(name) || null;
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // Barred storage: the conversation then lasts until the page is loaded again.
  }
}
