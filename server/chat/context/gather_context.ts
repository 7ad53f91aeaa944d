import type { RequestContext } from "../../context.ts";
import type { Fact } from "../facts.ts";
import type { ChartView } from "../schema.ts";
import type { Query } from "../query.ts";
import type { ChatContext, Intent } from "./chat_context.ts";
import type { UnnamedFact } from "./fact_writer.ts";
import { suggestFollowUps } from "./follow_ups.ts";
import { aboutForecasts, explanationFact, forecastFact, recordFact } from "./forecast_facts.ts";
import { historyFacts, priceFact, tendencyFact, totalsFact } from "./market_facts.ts";
import { type MarketView, readMarketView } from "./market_view.ts";
import { recogniseCoins } from "./recognise_coins.ts";
import { recogniseRequest, type RequestedThing } from "./recognise_request.ts";
import { walletFacts } from "./wallet_facts.ts";

const POINTS_BACK =
  /\b(?:it|its|that|this one|the same|they|them|these|those)\b|^(?:and|why|how about|what about)\b/i;

/**
 * Gathers what an answer may rest on: the coins and the span a question names, then prices, forecasts
 * with their ranges and record, the tendency, indicators, and the asker's own wallet if that is asked.
 */
export async function gatherContext(ctx: RequestContext, query: Query): Promise<ChatContext> {
  const { app } = ctx;
  const known = await app.overview();
  const coins = findCoins(query, known);
  const request = recogniseRequest(query.question, coins);
  const view = await readMarketView(app, {
    coins,
    pastHours: request.pastHours,
    indicators: request.intent === "indicator",
    record: request.intent === "record" || request.intent === "help" || request.intent === "advice",
  });
  const listed = listCoins(view, request);
  const facts = [
    ...(request.intent === "wallet" ? await walletFacts(ctx) : []),
    ...coins.flatMap((symbol) => coinFacts(view, symbol, request)),
    ...(coins.length === 0 && request.intent !== "wallet"
      ? listed.flatMap((symbol) => briefFacts(view, symbol))
      : []),
    ...tendencyFact(view),
    ...totalsFact(view),
    ...aboutForecasts(view, app.now()),
    ...recordFact(view.record, ""),
  ];
  return {
    intent: request.intent,
    request,
    coins,
    listed,
    view,
    facts: facts.map(toNamed),
    charts: chartsFor(request.intent, coins),
    followUps: suggestFollowUps(request.intent, coins, view),
    simulated: view.overview.simulated,
  };
}

/** The coins named; a question that points back goes on with those of the last one. */
function findCoins(query: Query, known: readonly { symbol: string; name: string }[]): string[] {
  const named = recogniseCoins(query.question, known);
  if (named.length > 0 || !POINTS_BACK.test(query.question)) return named;
  const last = query.previous.at(-1);
  return last === undefined ? [] : recogniseCoins(last.question, known);
}

/** The coins of a list that was asked for: by forecast, or by what they did. */
function listCoins(view: MarketView, request: RequestedThing): string[] {
  const ranked = request.pastHours === null && view.forecasts.predictions.length > 0
    ? view.forecasts.predictions.map(({ symbol }) => symbol)
    : view.overview.coins.toSorted((a, b) => changeOf(b, request) - changeOf(a, request))
      .map(({ symbol }) => symbol);
  return (request.lowestFirst ? ranked.toReversed() : ranked).slice(0, request.listSize);
}

function changeOf(coin: MarketView["overview"]["coins"][number], request: RequestedThing): number {
  const change = (request.pastHours ?? 24) > 24 ? coin.change_7d_percent : coin.change_24h_percent;
  return change ?? -Infinity;
}

function coinFacts(view: MarketView, symbol: string, request: RequestedThing): UnnamedFact[] {
  const details = view.coins.get(symbol);
  const name = view.overview.coins.find((coin) => coin.symbol === symbol)?.name ?? symbol;
  return [
    ...briefFacts(view, symbol),
    ...historyFacts(view, symbol, request.pastHours),
    ...explanationFact(view, symbol),
    ...recordFact(details?.record, name),
  ];
}

function briefFacts(view: MarketView, symbol: string): UnnamedFact[] {
  const coin = view.overview.coins.find((one) => one.symbol === symbol);
  const forecast = view.forecasts.predictions.find((one) => one.symbol === symbol);
  return [
    ...(coin === undefined ? [] : [priceFact(coin)]),
    ...(forecast === undefined ? [] : forecastFact(view, forecast)),
  ];
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
