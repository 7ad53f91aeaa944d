import type { AnswerMetadata, AskEvent, ChartView, FactView } from "../../../server/chat/schema.ts";
import type { Failure } from "../../trpc.ts";

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

const DOING: Readonly<Record<Extract<AskEvent, { type: "step" }>["step"], string>> = {
  topic: "Reading the question",
  personal_data: "Looking for personal data",
  context: "Gathering the figures",
  model: "Writing",
  check: "Checking the numbers",
  store: "",
};
/** A question that is on its way. */
export function newExchange(question: string): Exchange {
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
export function endEarly(exchange: Exchange): void {
  if (exchange.status !== "waiting" && exchange.status !== "streaming") return;
  exchange.status = "failed";
  exchange.doing = "";
}
