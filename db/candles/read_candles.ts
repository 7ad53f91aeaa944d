import type { Sql } from "../database.ts";

export type CandleInterval = "1h" | "4h" | "1d";

/** One candle as it is shown; prices are numbers, `quoteVolume` is `null` where unknown. */
export interface Candle {
  readonly openTimeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly quoteVolume: number | null;
  /** False while an hour of it is still open. */
  readonly isClosed: boolean;
}

export interface ReadCandlesInput {
  readonly symbol: string;
  /** Both ends included. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly interval: CandleInterval;
  /** The newest so many of the range are returned. */
  readonly limit: number;
}

const HOURLY = `
  select open_time as "openTimeMs", open::float8, high::float8, low::float8, close::float8,
    volume::float8, quote_volume::float8 as "quoteVolume", is_closed as "isClosed"
  from candles
  where crypto_id = (select id from cryptocurrencies where symbol = $1)
    and open_time between to_timestamp($2::float8 / 1000) and to_timestamp($3::float8 / 1000)
  order by open_time desc limit $4`;

// A bucket of 4 h or a day begins at a multiple of its length since the epoch, which is midnight UTC.
const BUCKETED = `
  select bucket as "openTimeMs", (array_agg(open order by open_time))[1]::float8 as open,
    max(high)::float8 as high, min(low)::float8 as low,
    (array_agg(close order by open_time desc))[1]::float8 as close, sum(volume)::float8 as volume,
    sum(quote_volume)::float8 as "quoteVolume", bool_and(is_closed) as "isClosed"
  from (
    select *, date_bin($5::interval, open_time, timestamptz '1970-01-01 00:00Z') as bucket
    from candles
    where crypto_id = (select id from cryptocurrencies where symbol = $1)
      and open_time between to_timestamp($2::float8 / 1000) and to_timestamp($3::float8 / 1000)
  ) hourly
  group by bucket order by bucket desc limit $4`;

const BUCKET = { "4h": "4 hours", "1d": "1 day" } as const;

/**
 * Candles of one coin, oldest first, both ends included, aggregated in SQL for `4h` and `1d`. An
 * unknown coin has none.
 */
export async function readCandles(db: Sql, input: ReadCandlesInput): Promise<Candle[]> {
  const params = [input.symbol, input.fromMs, input.toMs, input.limit];
  const rows = input.interval === "1h"
    ? await db.sql<Candle>(HOURLY, params)
    : await db.sql<Candle>(BUCKETED, [...params, BUCKET[input.interval]]);
  return rows.reverse();
}
