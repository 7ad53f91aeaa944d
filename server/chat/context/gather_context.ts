import type { RequestContext } from "../../context.ts";
import { termFacts } from "../analyst/glossary.ts";
import type { Fact } from "../facts.ts";
import type { Query } from "../query.ts";
import type { ChartView } from "../schema.ts";
import { alertFacts } from "./alert_facts.ts";
import type { ChatContext, Intent } from "./chat_context.ts";
import { conversionFacts, correlationFacts, levelFacts } from "./derived_facts.ts";
import type { UnnamedFact } from "./fact_writer.ts";
import { suggestFollowUps } from "./follow_ups.ts";
import {
  aboutForecasts,
  explanationFact,
  forecastFact,
  pathFact,
  recordFact,
} from "./forecast_facts.ts";
import { historyFacts } from "./history_facts.ts";
import { extremesOf, listCoins } from "./list_coins.ts";
import { priceFact, tendencyFact, totalsFact } from "./market_facts.ts";
import { type MarketView, readMarketView, type WantedCandles } from "./market_view.ts";
import { recogniseCoins, recogniseOtherCoins } from "./recognise_coins.ts";
import type { RequestedThing } from "./recognise_request.ts";
import { understandQuestion } from "./understand_question.ts";
import { walletFacts } from "./wallet_facts.ts";

const HOUR_MS = 3_600_000;
const REASON_HOURS = 48;
/** Hours that are read where the question names none. */
const USUAL_HOURS: Readonly<Partial<Record<Intent, number>>> = {
  reason: REASON_HOURS,
  indicator: 168,
  correlation: 168,
  history: 24,
};
/** Where the meaning of a term is part of the answer. */
const TERMS: readonly Intent[] = ["explanation", "about", "comparison"];
/** What is answered from the asker's own things, or from none. */
const OWN: readonly Intent[] = ["wallet", "alerts"];

/**
 * Gathers what an answer may rest on: the coins and the span a question names, then prices, forecasts
 * with their ranges and record, the tendency, indicators, and the asker's own wallet and alerts where
 * those are asked about.
 */
export async function gatherContext(ctx: RequestContext, query: Query): Promise<ChatContext> {
  const { app } = ctx;
  const known = await app.overview();
  const earlier = query.previous.map(({ question, contextUsed }) => ({
    question,
    ...(contextUsed as { readonly coins?: readonly string[] }).coins && {
      coins: (contextUsed as { readonly coins: readonly string[] }).coins,
    },
  }));
  const { coins, request } = understandQuestion(query.question, earlier, known, app.now());
  const { intent } = request;
  const view = await readMarketView(app, {
    coins,
    candles: wantedCandles(request, app.now()),
    record: ["record", "help", "advice", "about"].includes(intent),
  });
  const listed = listCoins(view, request);
  const shown = isListed(intent, coins) ? listed : [];
  const facts = [
    ...(intent === "wallet" ? await walletFacts(ctx) : []),
    ...(intent === "alerts" ? await alertFacts(ctx) : []),
    ...(TERMS.includes(intent) ? termFacts(query.question, app.now()) : []),
    ...coinFacts(view, coins, request),
    ...shown.flatMap((symbol) => briefFacts(view, symbol)),
    ...extremeFacts(view, [...coins, ...shown]),
    ...tendencyFact(view),
    ...totalsFact(view),
    ...aboutForecasts(view, app.now()),
    ...recordFact(view.record, ""),
  ];
  const unknownCoins = recogniseOtherCoins(query.question, known);
  return {
    intent,
    request,
    coins,
    unknownCoins,
    asksElsewhere: unknownCoins.length > 0 && recogniseCoins(query.question, known).length === 0,
    listed,
    view,
    facts: facts.map(toNamed),
    charts: chartsFor(intent, coins),
    followUps: suggestFollowUps(intent, coins, shown, view),
    simulated: view.overview.simulated,
  };
}

/** Lists are of all coins, whichever the question names; else they stand in where it names none. */
function isListed(intent: Intent, coins: readonly string[]): boolean {
  if (intent === "top_list" || intent === "comparison" && coins.length < 2) return true;
  return coins.length === 0 && !OWN.includes(intent);
}

function wantedCandles(request: RequestedThing, nowMs: number): WantedCandles | null {
  const hours = USUAL_HOURS[request.intent];
  const { past } = request;
  // A reason is looked for in two days, so that one can be held against the other.
  const isShort = past !== null && request.intent === "reason" &&
    nowMs - past.fromMs <= REASON_HOURS * HOUR_MS;
  if (past !== null && !isShort) return { fromMs: past.fromMs, toMs: past.toMs };
  return hours === undefined ? null : { fromMs: nowMs - hours * HOUR_MS, toMs: nowMs };
}

function coinFacts(
  view: MarketView,
  coins: readonly string[],
  request: RequestedThing,
): UnnamedFact[] {
  return [
    ...(request.intent === "conversion" ? conversionFacts(view, coins, request) : []),
    ...(request.intent === "correlation" ? correlationFacts(view, coins) : []),
    ...coins.flatMap((symbol) => {
      const name = view.overview.coins.find((coin) => coin.symbol === symbol)?.name ?? symbol;
      return [
        ...levelFacts(view, symbol, request),
        ...pathFact(view, symbol, request.aheadHours),
        ...briefFacts(view, symbol),
        ...historyFacts(view, symbol, request),
        ...explanationFact(view, symbol),
        ...recordFact(view.coins.get(symbol)?.record, name),
      ];
    }),
  ];
}

function briefFacts(view: MarketView, symbol: string): UnnamedFact[] {
  const coin = view.overview.coins.find((one) => one.symbol === symbol);
  const forecast = view.forecasts.predictions.find((one) => one.symbol === symbol);
  return [
    ...(coin === undefined ? [] : [priceFact(view, coin)]),
    ...(forecast === undefined ? [] : forecastFact(view, forecast)),
  ];
}

/** The best and the worst coin of the day, where they are not spoken of anyway. */
function extremeFacts(view: MarketView, told: readonly string[]): UnnamedFact[] {
  return (extremesOf(view) ?? []).filter((symbol) => !told.includes(symbol)).flatMap((symbol) =>
    view.overview.coins.filter((coin) => coin.symbol === symbol).map((coin) =>
      priceFact(view, coin)
    )
  );
}

function toNamed(fact: UnnamedFact, place: number): Fact {
  return { id: `f${place + 1}`, ...fact };
}

function chartsFor(intent: Intent, coins: readonly string[]): ChartView[] {
  const symbol = coins[0];
  if (symbol === undefined || coins.length > 1) return [];
  if (["forecast", "advice", "reason", "explanation"].includes(intent)) {
    return [{ kind: "forecast", symbol }];
  }
  return ["history", "indicator", "price"].includes(intent) ? [{ kind: "candles", symbol }] : [];
}
