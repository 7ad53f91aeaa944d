import type { FactSource } from "../facts.ts";
import type { OverviewCoin } from "../../markets/schema.ts";
import { type FactWriter, makeFact, type UnnamedFact } from "./fact_writer.ts";
import type { MarketView } from "./market_view.ts";

const HOUR_MS = 3_600_000;

/** What a coin trades at and how it moved. */
export function priceFact(view: MarketView, coin: OverviewCoin): UnnamedFact {
  const source = {
    title: "Market overview",
    href: `/coin/${coin.symbol}`,
    asOfMs: priceTimeMs(view, coin),
  };
  return makeFact([coin.symbol, coin.name], source, (write) => {
    const parts = [
      `${coin.symbol} (${coin.name}) trades at ${write.usd(coin.price)}`,
      ...changes(coin, write),
    ];
    if (coin.volume_24h !== null) parts.push(`traded in 24 hours ${write.usd(coin.volume_24h)}`);
    if (coin.market_cap !== null) parts.push(`market cap ${write.usd(coin.market_cap)}`);
    if (coin.market_cap_rank !== null) parts.push(`rank ${write.plain(coin.market_cap_rank)}`);
    write.plain(24, "wording");
    write.plain(7, "wording");
    return `${parts.join("; ")}.`;
  });
}

/** When a price holds: a candle is known by its beginning, its close is an hour later. */
export function priceTimeMs({ overview }: MarketView, coin: OverviewCoin): number {
  const timeMs = Date.parse(coin.price_time);
  const asOfMs = overview.as_of === null ? timeMs : Date.parse(overview.as_of);
  return timeMs >= asOfMs ? timeMs : Math.min(timeMs + HOUR_MS, asOfMs);
}

function changes(coin: OverviewCoin, write: FactWriter): string[] {
  const spans = [
    ["1 hour", coin.change_1h_percent],
    ["24 hours", coin.change_24h_percent],
    ["7 days", coin.change_7d_percent],
  ] as const;
  return spans.flatMap(([span, change]) =>
    change === null ? [] : [`${span} ${write.percent(change)}`]
  );
}

/** The market as a whole. */
export function totalsFact(view: MarketView): UnnamedFact[] {
  const { totals, as_of: asOf } = view.overview;
  if (totals.coins === 0 || asOf === null) return [];
  const source = sourceOf("Market overview", "/", asOf);
  return [makeFact([], source, (write) => {
    const parts = [
      `Of ${write.plain(totals.coins)} coins followed, ${
        write.plain(totals.rising_24h)
      } rose and ` +
      `${write.plain(totals.falling_24h)} fell in 24 hours`,
    ];
    if (totals.market_cap !== null) parts.push(`market cap ${write.usd(totals.market_cap)}`);
    if (totals.market_cap_change_24h_percent !== null) {
      parts.push(`changed ${write.percent(totals.market_cap_change_24h_percent)} in 24 hours`);
    }
    if (totals.volume_24h !== null) parts.push(`traded ${write.usd(totals.volume_24h)}`);
    write.plain(24, "wording");
    return `${parts.join("; ")}.`;
  })];
}

/** What the market is called, and how far that holds. */
export function tendencyFact(view: MarketView): UnnamedFact[] {
  const { tendency } = view;
  if (tendency === null) return [];
  return [makeFact([], sourceOf("Tendency", "/", tendency.timestamp), (write) => {
    const { metrics } = tendency;
    const flip = tendency.details?.smallest_flip;
    return `The market is called ${tendency.tendency} with confidence ` +
      `${write.probability(tendency.confidence)}: ${tendency.explanation} Average change ` +
      `${write.percent(metrics.avg_change_percent)}; rising ${
        write.probability(metrics.rising_share)
      }, ` +
      `falling ${write.probability(metrics.falling_share)} of ${
        write.plain(metrics.coins)
      } coins.` +
      (flip ? ` It would be called otherwise: ${flip.text}` : "");
  })];
}

function sourceOf(title: string, href: string, time: string): FactSource {
  return { title, href, asOfMs: Date.parse(time) };
}
