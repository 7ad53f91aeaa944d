import type { Prediction } from "../../predictions/schema.ts";
import type { FactSource } from "../facts.ts";
import { makeFact, type UnnamedFact } from "./fact_writer.ts";
import { spanFigures } from "./history_facts.ts";
import { priceTimeMs } from "./market_facts.ts";
import type { MarketView } from "./market_view.ts";
import type { RequestedThing } from "./recognise_request.ts";

const HOUR_MS = 3_600_000;

/** Where a price lies in a forecast: the chance that the price ends beyond it, between two shares. */
export interface LevelChance {
  readonly levelUsd: number;
  /** Whether it is above the present price: then "beyond" is above it, else below. */
  readonly isAbove: boolean;
  /** From here to the level, percent of the price. */
  readonly distancePercent: number;
  /** Shares from 0 to 1; 0 and 0.05 where it lies outside of the whole range. */
  readonly least: number;
  readonly most: number;
}

/** The quantiles that are published at the horizon, with the share that lies below each. */
function quantilesOf(forecast: Prediction): readonly (readonly [share: number, price: number])[] {
  const { lower, lower_80, lower_50, predicted_price, upper_50, upper_80, upper } = forecast;
  const all: readonly (readonly [number, number | null])[] = [
    [0.05, lower],
    [0.1, lower_80],
    [0.25, lower_50],
    [0.5, predicted_price],
    [0.75, upper_50],
    [0.9, upper_80],
    [0.95, upper],
  ];
  return all.flatMap(([share, price]) => price === null ? [] : [[share, price] as const]);
}

/** How likely a forecast calls it that the price ends beyond a level, by the quantiles beside it. */
export function chanceOf(forecast: Prediction, levelUsd: number): LevelChance {
  const isAbove = levelUsd >= forecast.current_price;
  const below = quantilesOf(forecast).filter(([, price]) => price <= levelUsd).at(-1)?.[0] ?? 0;
  const above = quantilesOf(forecast).find(([, price]) => price > levelUsd)?.[0] ?? 1;
  return {
    levelUsd,
    isAbove,
    distancePercent: (levelUsd / forecast.current_price - 1) * 100,
    least: isAbove ? 1 - above : below,
    most: isAbove ? 1 - below : above,
  };
}

/** The price a question asks about, beside the forecast of each coin. */
export function levelFacts(
  view: MarketView,
  symbol: string,
  request: RequestedThing,
): UnnamedFact[] {
  const forecast = view.forecasts.predictions.find((one) => one.symbol === symbol);
  const { prediction_time: madeAt, horizon_hours: hours } = view.forecasts;
  if (request.levelUsd === null || forecast === undefined || madeAt === null) return [];
  const chance = chanceOf(forecast, request.levelUsd);
  const source = {
    title: "Published forecasts",
    href: `/coin/${symbol}`,
    asOfMs: Date.parse(madeAt),
  };
  return [makeFact([symbol, forecast.name], source, (write) => {
    const side = chance.isAbove ? "above" : "below";
    return `${symbol}: ${write.usd(chance.levelUsd)} is ${
      write.percent(chance.distancePercent)
    } from the price; ` +
      `chance to be ${side} it at ${
        write.time(Date.parse(madeAt) + hours * HOUR_MS)
      } by the forecast between ` +
      `${write.probability(chance.least)} and ${write.probability(chance.most)}.`;
  })];
}

/** What an amount is worth; null where it cannot be reckoned. */
export interface Worth {
  readonly coins: number;
  readonly usd: number;
  /** Price it was bought at, where the question says when. */
  readonly boughtAtUsd: number | null;
  readonly spentUsd: number | null;
}

/** Reckons an amount of dollars or coins at the present price, or from a price in the past. */
export function worthOf(view: MarketView, symbol: string, request: RequestedThing): Worth | null {
  const coin = view.overview.coins.find((one) => one.symbol === symbol);
  if (coin === undefined || request.amount === null) return null;
  const { value, unit } = request.amount;
  const figures = request.past === null ? null : spanFigures(view.coins.get(symbol)?.candles);
  if (figures !== null) {
    const boughtAtUsd = figures.first.open;
    const coins = unit === "usd" ? value / boughtAtUsd : value;
    return { coins, usd: coins * coin.price, boughtAtUsd, spentUsd: coins * boughtAtUsd };
  }
  const coins = unit === "usd" ? value / coin.price : value;
  return { coins, usd: coins * coin.price, boughtAtUsd: null, spentUsd: null };
}

/** What an amount is worth, and how many of one coin are one of another. */
export function conversionFacts(
  view: MarketView,
  coins: readonly string[],
  request: RequestedThing,
): UnnamedFact[] {
  const symbol = coins[0];
  const coin = view.overview.coins.find((one) => one.symbol === symbol);
  if (symbol === undefined || coin === undefined) return [];
  const source = {
    title: "Market overview",
    href: `/coin/${symbol}`,
    asOfMs: priceTimeMs(view, coin),
  };
  const worth = worthOf(view, symbol, request);
  const facts: UnnamedFact[] = [];
  if (worth !== null) {
    facts.push(makeFact([symbol, coin.name], source, (write) => {
      const bought = worth.boughtAtUsd === null
        ? ""
        : `; bought at ${write.usd(worth.boughtAtUsd)} for ${write.usd(worth.spentUsd!)}, ` +
          `a difference of ${write.usd(Math.abs(worth.usd - worth.spentUsd!))} ` +
          `(${write.percent((worth.usd / worth.spentUsd! - 1) * 100)})`;
      return `${write.coins(worth.coins)} ${symbol} are worth ${write.usd(worth.usd)}${bought}.`;
    }));
  }
  const ratio = ratioOf(view, coins);
  if (ratio !== null) {
    facts.push(
      makeFact(
        coins.slice(0, 2),
        source,
        (write) => `One ${ratio.one} is worth ${write.coins(ratio.value)} ${ratio.other}.`,
      ),
    );
  }
  return facts;
}

/** How many of the cheaper of two coins are one of the dearer; null for other than two. */
export function ratioOf(
  view: MarketView,
  coins: readonly string[],
): { readonly one: string; readonly other: string; readonly value: number } | null {
  const [a, b] = coins.map((symbol) => view.overview.coins.find((one) => one.symbol === symbol));
  if (coins.length !== 2 || !a || !b) return null;
  const [one, other] = a.price >= b.price ? [a, b] : [b, a];
  return { one: one.symbol, other: other.symbol, value: one.price / other.price };
}

/** Correlation of the hourly returns of two coins over the candles that were read, in the hours that both have. */
export function correlationOf(
  view: MarketView,
  coins: readonly string[],
): { readonly value: number; readonly hours: number } | null {
  const [a, b] = coins.map((symbol) => returnsOf(view, symbol));
  if (coins.length !== 2 || !a || !b) return null;
  const pairs = [...a].flatMap(([time, value]) =>
    b.has(time) ? [[value, b.get(time)!] as const] : []
  );
  if (pairs.length < 24) return null;
  const mean = (place: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[place], 0) / pairs.length;
  const [meanA, meanB] = [mean(0), mean(1)];
  const sum = (read: (x: number, y: number) => number) =>
    pairs.reduce((total, [x, y]) => total + read(x - meanA, y - meanB), 0);
  const spread = Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
  return spread === 0 ? null : { value: sum((x, y) => x * y) / spread, hours: pairs.length };
}

function returnsOf(view: MarketView, symbol: string): Map<string, number> {
  const candles = view.coins.get(symbol)?.candles?.candles ?? [];
  return new Map(candles.map((one) => [one.open_time, Math.log(one.close / one.open)]));
}

/** How two coins moved with one another. */
export function correlationFacts(view: MarketView, coins: readonly string[]): UnnamedFact[] {
  const found = correlationOf(view, coins);
  const newest = view.coins.get(coins[0] ?? "")?.candles?.candles.at(-1);
  if (found === null || newest === undefined) return [];
  return [
    makeFact(
      coins.slice(0, 2),
      candleSource(coins[0]!, newest.open_time),
      (write) =>
        `The hourly returns of ${coins[0]} and ${coins[1]} have a correlation of ` +
        `${write.plain(found.value, "index")} over ${write.plain(found.hours)} hours.`,
    ),
  ];
}

function candleSource(symbol: string, time: string): FactSource {
  return { title: "Candles", href: `/coin/${symbol}`, asOfMs: Date.parse(time) };
}
