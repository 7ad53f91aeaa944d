import type { Fact } from "../facts.ts";
import type { ChartView } from "../schema.ts";
import type { MarketView } from "./market_view.ts";
import type { RequestedThing } from "./recognise_request.ts";

/** What a question was understood to want. */
export type Intent =
  | "price"
  | "forecast"
  | "top_list"
  | "comparison"
  | "reason"
  | "advice"
  | "tendency"
  | "record"
  | "indicator"
  | "history"
  | "wallet"
  | "alerts"
  /** Something is to be done, which nothing here can. */
  | "act"
  | "conversion"
  | "correlation"
  | "about"
  | "explanation"
  | "help";

/** Everything an answer may rest on. */
export interface ChatContext {
  readonly intent: Intent;
  readonly request: RequestedThing;
  /** Symbols of the coins it is about, in the order they were named; empty for the whole market. */
  readonly coins: readonly string[];
  /** Coins it names that are not followed here. */
  readonly unknownCoins: readonly string[];
  /** True where every coin it names is such a one. */
  readonly asksElsewhere: boolean;
  /** Symbols of the list that was asked for, in its order. */
  readonly listed: readonly string[];
  /** What the facts were made of. */
  readonly view: MarketView;
  /** The most important first: where the budget ends, the last are left out. */
  readonly facts: readonly Fact[];
  readonly charts: readonly ChartView[];
  /** Questions that go on from here. */
  readonly followUps: readonly string[];
  readonly simulated: boolean;
}
