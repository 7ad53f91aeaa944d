import type { Candles } from "../../markets/schema.ts";
import type { FactSource } from "../facts.ts";
import { makeFact, type UnnamedFact } from "./fact_writer.ts";
import type { MarketView } from "./market_view.ts";
import type { RequestedThing } from "./recognise_request.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Candle = Candles["candles"][number];

/** What a coin did over a span of its candles. */
export interface SpanFigures {
  readonly first: Candle;
  readonly last: Candle;
  readonly changePercent: number;
  readonly high: Candle;
  readonly low: Candle;
  /** The candle with the largest fall and with the largest rise from its open to its close. */
  readonly steepestFall: Candle;
  readonly steepestRise: Candle;
  /** Quote volume of the newer half over that of the older one; null where it is not known. */
  readonly volumeRatio: number | null;
}

/** Figures of the candles that were read for a coin; null where there are none. */
export function spanFigures(candles: Candles | null | undefined): SpanFigures | null {
  const rows = candles?.candles ?? [];
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return null;
  const best = (isBetter: (a: Candle, b: Candle) => boolean) =>
    rows.reduce((kept, row) => isBetter(row, kept) ? row : kept);
  const middle = Math.floor(rows.length / 2);
  const before = volumeOf(rows.slice(rows.length - 2 * middle, rows.length - middle));
  const after = volumeOf(rows.slice(rows.length - middle));
  return {
    first,
    last,
    changePercent: (last.close / first.open - 1) * 100,
    high: best((a, b) => a.high > b.high),
    low: best((a, b) => a.low < b.low),
    steepestFall: best((a, b) => moveOf(a) < moveOf(b)),
    steepestRise: best((a, b) => moveOf(a) > moveOf(b)),
    volumeRatio: before !== null && after !== null && before > 0 ? after / before : null,
  };
}

/** Change of a candle from its open to its close, percent. */
export function moveOf(candle: Candle): number {
  return (candle.close / candle.open - 1) * 100;
}

function volumeOf(rows: readonly Candle[]): number | null {
  if (rows.length === 0 || rows.some((row) => row.quote_volume === null)) {
    const coins = rows.reduce((sum, row) => sum + row.volume * row.close, 0);
    return rows.length === 0 ? null : coins;
  }
  return rows.reduce((sum, row) => sum + row.quote_volume!, 0);
}

/** How a coin moved over the span asked about, and what its indicators say now. */
export function historyFacts(
  view: MarketView,
  symbol: string,
  request: RequestedThing,
): UnnamedFact[] {
  const candles = view.coins.get(symbol)?.candles;
  const figures = spanFigures(candles);
  if (!candles || figures === null) return [];
  const source = {
    title: "Candles",
    href: `/coin/${symbol}`,
    asOfMs: endMs(candles, figures.last),
  };
  return [
    spanFact(candles, figures, request, source),
    ...indicatorFact(candles, source),
  ];
}

/** When a closed candle was known; the open one is known up to its beginning at least. */
function endMs(candles: Candles, last: Candle): number {
  const stepMs = candles.interval === "1d" ? DAY_MS : HOUR_MS;
  return Date.parse(last.open_time) + (last.closed ? stepMs : 0);
}

function spanFact(
  candles: Candles,
  figures: SpanFigures,
  request: RequestedThing,
  source: FactSource,
): UnnamedFact {
  const { first, last, high, low, steepestFall, steepestRise, volumeRatio } = figures;
  const step = candles.interval === "1d" ? "day" : "hour";
  return makeFact([candles.symbol, candles.name], source, (write) => {
    const at = (candle: Candle) => write.time(Date.parse(candle.open_time));
    for (const number of (request.past?.label ?? "").match(/\d+/g) ?? []) {
      write.plain(Number(number), "wording");
    }
    const parts = [
      `${candles.symbol} from ${at(first)} to ${at(last)}: from ${write.usd(first.open)} to ` +
      `${write.usd(last.close)} (${write.percent(figures.changePercent)})`,
      `high ${write.usd(high.high)} (${at(high)}, now ${
        write.percent((last.close / high.high - 1) * 100)
      } from it), low ${write.usd(low.low)} (${at(low)})`,
      `steepest ${step} down ${write.percent(moveOf(steepestFall))} (${at(steepestFall)}), up ` +
      `${write.percent(moveOf(steepestRise))} (${at(steepestRise)})`,
    ];
    if (volumeRatio !== null) {
      parts.push(
        `traded ${
          write.plain(volumeRatio, "index")
        } times as much in the newer half as in the older`,
      );
    }
    return `${parts.join("; ")}.`;
  });
}

function indicatorFact(candles: Candles, source: FactSource): UnnamedFact[] {
  const lines = candles.indicators;
  const rsi = lines?.rsi?.at(-1) ?? null;
  if (!lines || rsi === null) return [];
  const macd = lines.macd?.histogram.at(-1) ?? null;
  const upper = lines.bollinger?.upper.at(-1) ?? null;
  const lower = lines.bollinger?.lower.at(-1) ?? null;
  return [makeFact([candles.symbol, candles.name], source, (write) => {
    const parts = [
      `${candles.symbol} indicators by ${candles.interval} candles: RSI ${
        write.plain(rsi, "index")
      }`,
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
