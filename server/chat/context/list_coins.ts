import type { OverviewCoin } from "../../markets/schema.ts";
import type { Prediction } from "../../predictions/schema.ts";
import { widthPercent } from "./forecast_facts.ts";
import type { MarketView } from "./market_view.ts";
import type { Metric, RequestedThing } from "./recognise_request.ts";

const HOUR_MS = 3_600_000;

/** The spans over which the change of every coin is known. */
export type ListSpan = 1 | 24 | 168;

/** What a list is ordered by: what was asked, or what the question's span says. */
export function listMetric(view: MarketView, request: RequestedThing): Metric {
  const hasForecasts = view.forecasts.predictions.length > 0;
  const { metric, past } = request;
  // A price without a coin: those that most people mean.
  if (metric === null && request.intent === "price") return "market_cap";
  if (metric !== null && (hasForecasts || !["forecast", "range", "probability"].includes(metric))) {
    return metric === "forecast" && past !== null ? "change" : metric;
  }
  return past !== null || !hasForecasts ? "change" : "forecast";
}

/** The span of a list of changes: the nearest of those that are known for every coin. */
export function listSpan(request: RequestedThing): ListSpan {
  if (request.past === null) return 24;
  const hours = (request.past.toMs - request.past.fromMs) / HOUR_MS;
  return hours <= 2 ? 1 : hours <= 48 ? 24 : 168;
}

/** A coin's change over one of the known spans, percent. */
export function changeOf(coin: OverviewCoin, span: ListSpan): number | null {
  if (span === 1) return coin.change_1h_percent;
  return span === 24 ? coin.change_24h_percent : coin.change_7d_percent;
}

/** Symbols of the list that a question asks for, the first of them first. */
export function listCoins(view: MarketView, request: RequestedThing): string[] {
  const metric = listMetric(view, request);
  const span = listSpan(request);
  const forecasts = new Map(view.forecasts.predictions.map((one) => [one.symbol, one]));
  const valued = view.overview.coins.flatMap((coin) => {
    const value = valueOf(coin, forecasts.get(coin.symbol), metric, span);
    return value === null ? [] : [{ symbol: coin.symbol, value }];
  });
  const isAgainst = metric === "against_market";
  const kept = isAgainst ? valued.filter(({ value }) => goesAgainst(view, value)) : valued;
  // Of the calmest, and of the losers, the lowest come first.
  const isDown = isAgainst ? false : request.lowestFirst;
  const rankOf = ({ value }: { value: number }) => metric === "move" ? Math.abs(value) : value;
  return kept.sort((a, b) => isDown ? rankOf(a) - rankOf(b) : rankOf(b) - rankOf(a))
    .slice(0, request.listSize).map(({ symbol }) => symbol);
}

function valueOf(
  coin: OverviewCoin,
  forecast: Prediction | undefined,
  metric: Metric,
  span: ListSpan,
): number | null {
  switch (metric) {
    case "forecast":
      return forecast?.predicted_change_percent ?? null;
    case "range":
      return forecast === undefined ? null : widthPercent(forecast);
    case "probability":
      return forecast?.probability_up ?? null;
    case "volume":
      return coin.volume_24h;
    case "market_cap":
      return coin.market_cap ?? (coin.market_cap_rank === null ? null : -coin.market_cap_rank);
    case "change":
    case "move":
    case "against_market":
      return changeOf(coin, span);
  }
}

/** Whether a change has the other sign than that of most coins. */
function goesAgainst(view: MarketView, change: number): boolean {
  const { rising_24h: rising, falling_24h: falling } = view.overview.totals;
  return rising >= falling ? change < 0 : change > 0;
}

/** The coins that did best and worst in 24 hours; null while fewer than two are known. */
export function extremesOf(view: MarketView): readonly [best: string, worst: string] | null {
  const known = view.overview.coins.filter(({ change_24h_percent: change }) => change !== null)
    .toSorted((a, b) => b.change_24h_percent! - a.change_24h_percent!);
  return known.length < 2 ? null : [known[0]!.symbol, known.at(-1)!.symbol];
}
