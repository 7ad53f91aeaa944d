import type { Database, Sql } from "../database.ts";
import { notifyChange } from "../events/notify_change.ts";

// Times are the database's: instances need not agree on the clock. A time that lies further ahead than
// it can have been set was set before the clock was put back, and holds nobody up.
const LONGEST_WAIT = "interval '15 minutes'";

/** The setting by which alerts look at live prices, and prices are asked for though nobody watches. */
export const LIVE_ALERTS_SETTING = "live_alerts";

const WANTED = `(watched_until > now() or ($1::boolean and exists (
  select from settings where name = '${LIVE_ALERTS_SETTING}' and value = 'true')))`;

/**
 * Takes the right to ask the exchange once: `true` for at most one process in `everyMs`, and for the
 * same one while its lease lasts. `false` while nobody wants prices.
 */
export async function claimLivePoll(db: Sql, input: {
  readonly owner: string;
  readonly leaseMs: number;
  readonly everyMs: number;
  /** Whether alerts are on at all. */
  readonly alertsOn: boolean;
}): Promise<boolean> {
  const rows = await db.sql(
    `update live_feed set lease_owner = $2, lease_until = now() + $3 * interval '1 ms',
       next_poll_at = now() + $4 * interval '1 ms'
     where (next_poll_at <= now() or next_poll_at > now() + ${LONGEST_WAIT})
       and (lease_owner is null or lease_owner = $2 or lease_until is null or lease_until <= now()
         or lease_until > now() + ${LONGEST_WAIT})
       and ${WANTED}
     returning 1`,
    [input.alertsOn, input.owner, input.leaseMs, input.everyMs],
  );
  return rows.length === 1;
}

/** Lets go of the lease, so that another process goes on at once. */
export async function releaseLivePoll(db: Sql, owner: string): Promise<void> {
  await db.sql("update live_feed set lease_until = null where lease_owner = $1", [owner]);
}

export interface LivePriceInput {
  readonly symbol: string;
  /** Exact decimal. */
  readonly price: string;
}

// The one row of the feed is locked first: change sets are numbered in the order in which they commit.
const SAVE = `with feed as (
    select version from live_feed where lease_owner = $2 for update
  ), given as (
    select r.symbol, r.price from jsonb_to_recordset($1::jsonb) as r("symbol" text, "price" numeric)
    where exists (select from feed)
  ), dropped as (
    delete from live_prices p
    where exists (select from feed) and not exists (select from given g where g.symbol = p.symbol)
    returning 1
  ), changed as (
    select g.* from given g left join live_prices p on p.symbol = g.symbol
    where p.price is distinct from g.price
  ), written as (
    insert into live_prices (symbol, price, at, version)
    select c.symbol, c.price, now(), f.version + 1 from changed c, feed f
    on conflict (symbol) do update
      set price = excluded.price, at = excluded.at, version = excluded.version
    returning 1
  ), facts as (
    select (select count(*) from written)::int as moved, (select count(*) from dropped)::int as gone
  )
  update live_feed l set polled_at = now(), failures = 0, failure = null, source = $3,
    simulated = $4,
    version = l.version + (f.moved + f.gone > 0)::int,
    whole_version = case when f.gone > 0 then l.version + 1 else l.whole_version end,
    moved_at = case when f.moved > 0 then now() else l.moved_at end
  from facts f where l.lease_owner = $2
  returning f.moved, f.gone`;

/**
 * Stores what the exchange said, as one change set of the prices that moved; coins it did not name
 * are dropped. Does nothing where the right to ask has gone to another process.
 *
 * @returns how many prices moved; `null` where it was not stored
 */
export async function saveLivePrices(db: Database, input: {
  readonly owner: string;
  readonly prices: readonly LivePriceInput[];
  readonly source: string;
  readonly simulated: boolean;
}): Promise<number | null> {
  return await db.transaction(async (tx) => {
    const [facts] = await tx.sql<{ moved: number; gone: number }>(SAVE, [
      JSON.stringify(input.prices),
      input.owner,
      input.source,
      input.simulated,
    ]);
    if (facts === undefined) return null;
    if (facts.moved + facts.gone > 0) await notifyChange(tx, "prices");
    return facts.moved;
  });
}

/**
 * Remembers why there is nothing new, and when to ask again: later with each failure in a row, up to a
 * minute, and not before `notBeforeMs`.
 */
export async function saveLiveFailure(db: Sql, input: {
  readonly owner: string;
  readonly failure: string;
  readonly everyMs: number;
  /** How long to stay away at least, milliseconds from now. */
  readonly waitMs: number;
}): Promise<void> {
  await db.sql(
    `update live_feed set failures = failures + 1, failure = $2,
       next_poll_at = now() + interval '1 ms' * greatest($4::float8,
         least($3::float8 * 2 ^ least(failures, 10), greatest(60000, $3::float8)))
     where lease_owner = $1`,
    [input.owner, input.failure, input.everyMs, input.waitMs],
  );
}
