import { candleSpans, type Cryptocurrency, type Gap, listGaps, setListedAt } from "../db/mod.ts";
import type { CoinFailures } from "./coin_failures.ts";
import { type CoinRange, type PageBundle, planCoin } from "./collection_plan.ts";
import type { CollectionMode, JobContext } from "./context.ts";
import { forEachConcurrently } from "./for_each_concurrently.ts";
import { hourFrom, hourOf, lastClosedHour } from "./hours.ts";
import { readPage } from "./read_page.ts";

export interface CollectionInput {
  readonly mode: CollectionMode;
  /** First and last open time, both included; default: the configured start, and now. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Coins to collect; default: the universe. */
  readonly symbols?: readonly string[];
  /** A run that was opened already, for instance by the server. */
  readonly runId?: string;
}

export interface CollectionPlan {
  readonly ranges: readonly CoinRange[];
  readonly bundles: readonly PageBundle[];
}

const PLANNED_AT_ONCE = 4;

/**
 * What there is to fetch: for each coin, from its first candle on the exchange or the asked start to
 * the open hour, whatever is not stored yet. Coins by rank, the largest first.
 */
export async function planCollection(
  context: JobContext,
  coins: readonly Cryptocurrency[],
  input: CollectionInput & { readonly mode: Exclude<CollectionMode, "repair"> },
  failures: CoinFailures,
): Promise<CollectionPlan> {
  const { db } = context;
  const spans = new Map((await candleSpans(db)).map((span) => [span.symbol, span]));
  const known = groupBySymbol((await listGaps(db)).filter((gap) => gap.status !== "repaired"));
  const ranges: CoinRange[] = [];
  const bundles: PageBundle[][] = coins.map(() => []);
  await forEachConcurrently([...coins.keys()], PLANNED_AT_ONCE, async (index) => {
    const coin = coins[index]!;
    const range = await failures.guard(coin.symbol, () => coinRange(context, coin, input));
    if (!range) return;
    ranges.push(range);
    const { symbol } = range.coin;
    bundles[index] = await planCoin(db, range, {
      mode: input.mode,
      span: spans.get(symbol),
      known: known.get(symbol) ?? [],
    });
  });
  return { ranges, bundles: bundles.flat() };
}

async function coinRange(
  context: JobContext,
  coin: Cryptocurrency,
  input: CollectionInput,
): Promise<CoinRange | null> {
  const listedAtMs = coin.listedAtMs ?? await learnListingDate(context, coin);
  if (listedAtMs === null) return null;
  const openHourMs = hourOf(context.now());
  const fromMs = hourFrom(input.fromMs ?? context.config.collectionStartMs);
  const toMs = Math.min(input.toMs ?? Infinity, lastClosedHour(context.now()));
  const wantsOpenHour = input.mode !== "backward" && (input.toMs ?? Infinity) >= openHourMs;
  return {
    coin,
    firstMs: Math.max(fromMs, listedAtMs),
    lastMs: hourOf(toMs),
    openHourMs: wantsOpenHour ? openHourMs : null,
  };
}

/**
 * Open time of the first candle the exchange has of a coin, so that the hours before it are neither
 * asked for nor taken for gaps; null where it has none at all.
 */
async function learnListingDate(context: JobContext, coin: Cryptocurrency): Promise<number | null> {
  const page = await context.exchange.fetchKlines(
    { symbol: coin.exchangeSymbol, fromMs: 0, toMs: context.now(), limit: 1 },
    context.signal,
  );
  const { rows } = readPage(page, { nowMs: context.now(), circulatingSupply: null });
  const first = rows[0];
  if (!first) return page.length === 0 ? null : 0;
  await setListedAt(context.db, { cryptoId: coin.id, listedAtMs: first.openTimeMs });
  return first.openTimeMs;
}

export function groupBySymbol(gaps: readonly Gap[]): Map<string, Gap[]> {
  return Map.groupBy(gaps, (gap) => gap.symbol);
}
