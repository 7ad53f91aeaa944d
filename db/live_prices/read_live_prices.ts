import type { Sql } from "../database.ts";

/** The newest price of a coin. */
export interface LivePrice {
  readonly symbol: string;
  readonly price: number;
  /** When it became this price. */
  readonly atMs: number;
  /** The change set that it came with. */
  readonly version: number;
}

/** How the feed of prices is, by the database's clock. */
export interface LiveFeed {
  /** The newest change set. */
  readonly version: number;
  /** Who knows fewer change sets than this needs all prices, not only those that moved. */
  readonly wholeVersion: number;
  /** How long ago a price last moved; null before the first. */
  readonly ageMs: number | null;
  readonly movedAtMs: number | null;
  /** How long ago the exchange last answered; null before the first answer. */
  readonly answeredMs: number | null;
  /** Why the exchange did not answer last time; null where it did. */
  readonly failure: string | null;
  readonly source: string | null;
  readonly simulated: boolean;
  /** The prices of later change sets than the one that was named; all where that is not enough. */
  readonly prices: readonly LivePrice[];
}

const READ = `select l.version, l.whole_version as "wholeVersion", l.moved_at as "movedAtMs",
    extract(epoch from now() - l.moved_at)::float8 * 1000 as "ageMs",
    extract(epoch from now() - l.polled_at)::float8 * 1000 as "answeredMs",
    l.failure, l.source, l.simulated,
    coalesce((
      select jsonb_agg(jsonb_build_object('symbol', p.symbol, 'price', p.price::float8,
        'atMs', floor(extract(epoch from p.at) * 1000), 'version', p.version) order by p.symbol)
      from live_prices p
      where p.version > case when $1 between l.whole_version and l.version then $1 else -1 end
    ), '[]') as prices
  from live_feed l`;

/**
 * The state of the feed with the prices that moved since a change set.
 *
 * @param sinceVersion -1 for all prices; a version the database has not come to counts as that
 */
export async function readLiveFeed(db: Sql, sinceVersion: number): Promise<LiveFeed> {
  const [feed] = await db.sql<LiveFeed>(READ, [sinceVersion]);
  if (feed === undefined) throw new Error("live_feed has lost its row; migrate the database anew.");
  return feed;
}

/** Says that somebody looks at the prices for so long from now; prices nobody wants are not asked for. */
export async function watchLivePrices(db: Sql, forMs: number): Promise<void> {
  await db.sql(
    `update live_feed set watched_until = now() + $1 * interval '1 ms'
     where watched_until is null or watched_until < now() + $1 * interval '1 ms'
       or watched_until > now() + interval '15 minutes'`,
    [forMs],
  );
}
