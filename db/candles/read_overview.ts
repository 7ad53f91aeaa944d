import type { Sql } from "../database.ts";
import type { RankedBy } from "./cryptocurrencies.ts";

/** A tracked coin as the market overview shows it; closes are `null` where that hour is missing. */
export interface OverviewRow {
  readonly symbol: string;
  readonly name: string;
  readonly rank: number | null;
  readonly rankedBy: RankedBy | null;
  readonly circulatingSupply: number | null;
  /** Latest price × circulating supply; `null` where the supply is unknown. */
  readonly marketCap: number | null;
  /** Newest candle, provisional or closed. */
  readonly price: number;
  readonly openTimeMs: number;
  readonly isClosed: boolean;
  /** Open time of the newest closed candle. */
  readonly closedTimeMs: number | null;
  /** Closes 1, 24 and 168 hours before the newest candle. */
  readonly close1h: number | null;
  readonly close24h: number | null;
  readonly close7d: number | null;
  /** Sum over the newest 24 hours; `null` where no hour has one. */
  readonly quoteVolume24h: number | null;
  /** Close of every fourth hour of the last seven days, oldest first. */
  readonly sparkline: number[];
  /** Provenance of the newest candle. */
  readonly source: string;
}

// One look into the index for each coin's newest candle, then one range scan of its last week:
// DISTINCT ON or a window over the whole table would read all of it.
const OVERVIEW = `
  select c.symbol, c.name, c.rank, c.ranked_by as "rankedBy",
    c.circulating_supply::float8 as "circulatingSupply",
    (newest.close * c.circulating_supply)::float8 as "marketCap",
    newest.close::float8 as price, newest.open_time as "openTimeMs",
    newest.is_closed as "isClosed", week.*, s.name as source
  from cryptocurrencies c
  cross join lateral (
    select * from candles where crypto_id = c.id order by open_time desc limit 1
  ) newest
  join candle_sources s on s.id = newest.source_id
  cross join lateral (
    select max(open_time) filter (where is_closed) as "closedTimeMs",
      max(close) filter (where age = 1)::float8 as "close1h",
      max(close) filter (where age = 24)::float8 as "close24h",
      max(close) filter (where age = 168)::float8 as "close7d",
      sum(quote_volume) filter (where age < 24)::float8 as "quoteVolume24h",
      array_agg(close::float8 order by open_time) filter (where age % 4 = 0) as sparkline
    from (
      select open_time, close, quote_volume, is_closed,
        (extract(epoch from newest.open_time - open_time) / 3600)::int as age
      from candles
      where crypto_id = c.id and open_time >= newest.open_time - interval '168 hours'
    ) hours
  ) week
  where c.is_tracked order by c.rank nulls last, c.symbol`;

/** The tracked coins that have candles, by rank, in one query. */
export async function readOverview(db: Sql): Promise<OverviewRow[]> {
  return await db.sql<OverviewRow>(OVERVIEW);
}
