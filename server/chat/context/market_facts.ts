import type { FactSource } from "../facts.ts";
import type { OverviewCoin } from "../../markets/schema.ts";
import { type FactWriter, makeFact, type UnnamedFact } from "./fact_writer.ts";
import type { MarketView } from "./market_view.ts";

/** What a coin trades at and how it moved. */
export function priceFact(coin: OverviewCoin): UnnamedFact {
  const source = sourceOf("Market overview", `/coin/${coin.symbol}`, coin.price_time);
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

/** How a coin moved over the hours asked about, and what its indicators say now. */
export function historyFacts(
  view: MarketView,
  symbol: string,
  pastHours: number | null,
): UnnamedFact[] {
  const candles = view.coins.get(symbol)?.candles;
  const first = candles?.candles[0];
  const last = candles?.candles.at(-1);
  if (!candles || !first || !last) return [];
  const source = sourceOf("Candles", `/coin/${symbol}`, last.open_time);
  const facts: UnnamedFact[] = [];
  if (pastHours !== null) {
    facts.push(makeFact([symbol, candles.name], source, (write) => {
      const high = Math.max(...candles.candles.map(({ high }) => high));
      const low = Math.min(...candles.candles.map(({ low }) => low));
      const change = (last.close / first.open - 1) * 100;
      write.plain(pastHours, "wording");
      write.plain(pastHours / 24, "wording");
      return `${symbol} from ${write.time(Date.parse(first.open_time))} to ` +
        `${write.time(Date.parse(last.open_time))}: from ${write.usd(first.open)} to ` +
        `${write.usd(last.close)} (${write.percent(change)}), high ${write.usd(high)}, low ${
          write.usd(low)
        }.`;
    }));
  }
  return [...facts, ...indicatorFact(view, symbol, source)];
}

function indicatorFact(view: MarketView, symbol: string, source: FactSource): UnnamedFact[] {
  const candles = view.coins.get(symbol)!.candles!;
  const lines = candles.indicators;
  const rsi = lines?.rsi?.at(-1) ?? null;
  if (!lines || rsi === null) return [];
  const macd = lines.macd?.histogram.at(-1) ?? null;
  const upper = lines.bollinger?.upper.at(-1) ?? null;
  const lower = lines.bollinger?.lower.at(-1) ?? null;
  return [makeFact([symbol, candles.name], source, (write) => {
    const parts = [
      `${symbol} indicators by ${candles.interval} candles: RSI ${write.plain(rsi, "index")}`,
    ];
    if (macd !== null) {
      parts.push(
        `MACD histogram ${write.plain(macd, "usd")} (${macd > 0 ? "above" : "below"} its signal)`,
      );
    }
    if (upper !== null && lower !== null) {
      parts.push(`Bollinger bands ${write.usd(lower)} to ${write.usd(upper)}`);
    }
    return `${parts.join("; ")}.`;
  })];
}

function sourceOf(title: string, href: string, time: string): FactSource {
  return { title, href, asOfMs: Date.parse(time) };
}
