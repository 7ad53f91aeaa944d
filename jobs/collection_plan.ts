import { type CandleSpan, type Cryptocurrency, detectGaps, type Gap, type Sql } from "../db/mod.ts";
import type { CollectionMode } from "./context.ts";
import { MAX_KLINES_PER_PAGE } from "./exchange/exchange.ts";
import { clipSpans, hoursIn, type HourSpan, splitSpans, subtractSpans } from "./hours.ts";

/** Pages of one coin that are fetched together and stored in one statement. */
export const PAGES_PER_BUNDLE = 4;

export interface PageBundle {
  readonly coin: Cryptocurrency;
  readonly pages: readonly HourSpan[];
  readonly hours: number;
}

export interface CoinRange extends HourSpan {
  readonly coin: Cryptocurrency;
  /** The open hour where its provisional candle is wanted, else null. */
  readonly openHourMs: number | null;
}

/**
 * The pages of one coin that are not stored yet: exactly the hours of the range without a closed
 * candle, but those that were asked for before and are on record as gaps, which are left to repair.
 * `forward` takes what is after the newest stored candle, `backward` what is before the oldest,
 * newest first; `full` takes all of it, which is also what a killed run left over.
 */
export async function planCoin(
  db: Sql,
  range: CoinRange,
  options: {
    readonly mode: Exclude<CollectionMode, "repair">;
    readonly span: CandleSpan | undefined;
    readonly known: readonly Gap[];
  },
): Promise<PageBundle[]> {
  const { coin, openHourMs } = range;
  const missing = range.firstMs > range.lastMs ? [] : await detectGaps(db, {
    cryptoId: coin.id,
    fromMs: range.firstMs,
    toMs: range.lastMs,
  });
  const wanted = selectByMode(subtractSpans(missing, options.known), options);
  const spans = openHourMs === null ? wanted : withOpenHour(wanted, openHourMs);
  const pages = splitSpans(spans, MAX_KLINES_PER_PAGE).reverse();
  return bundle(coin, options.mode === "forward" ? pages.reverse() : pages);
}

function selectByMode(
  missing: readonly HourSpan[],
  { mode, span }: { readonly mode: CollectionMode; readonly span: CandleSpan | undefined },
): HourSpan[] {
  const first = span?.firstMs ?? null;
  const last = span?.lastMs ?? null;
  if (mode === "full" || first === null || last === null) return [...missing];
  return mode === "forward"
    ? clipSpans(missing, { firstMs: last, lastMs: Infinity })
    : clipSpans(missing, { firstMs: -Infinity, lastMs: first });
}

/** The open hour rides on the page of the hours before it, or takes a page of its own. */
function withOpenHour(spans: readonly HourSpan[], openHourMs: number): HourSpan[] {
  const tail = spans.at(-1);
  const joined = tail !== undefined && hoursIn({ firstMs: tail.lastMs, lastMs: openHourMs }) === 2;
  return joined
    ? [...spans.slice(0, -1), { firstMs: tail.firstMs, lastMs: openHourMs }]
    : [...spans, { firstMs: openHourMs, lastMs: openHourMs }];
}

function bundle(coin: Cryptocurrency, pages: readonly HourSpan[]): PageBundle[] {
  const bundles: PageBundle[] = [];
  for (let index = 0; index < pages.length; index += PAGES_PER_BUNDLE) {
    const part = pages.slice(index, index + PAGES_PER_BUNDLE);
    bundles.push({ coin, pages: part, hours: part.reduce((sum, page) => sum + hoursIn(page), 0) });
  }
  return bundles;
}
