import type { Sql } from "../database.ts";

/** What is stored of one coin: closed candles only. */
export interface CandleSpan {
  readonly cryptoId: number;
  readonly symbol: string;
  /** Open times of the first and last closed candle; `null` where there is none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly count: number;
}

// Months that are known to be complete are counted by the calendar; only what lies between them is
// read. Counting all rows would take as long as there is history.
const SPANS = `
  select c.id as "cryptoId", c.symbol, span.first as "firstMs", span.last as "lastMs",
    coalesce(stored.hours, 0)::int as count
  from cryptocurrencies c
  cross join lateral (
    select (select open_time from candles where crypto_id = c.id and is_closed
        order by open_time limit 1) as first,
      (select open_time from candles where crypto_id = c.id and is_closed
        order by open_time desc limit 1) as last
  ) span
  cross join lateral (
    select sum(month.hours + (
      select count(*) from candles where crypto_id = c.id and is_closed
        and open_time > month.after and open_time < month.before)) as hours
    from (
      select extract(epoch from last_hour - first_hour) / 3600 + 1 as hours,
        lag(last_hour, 1, '-infinity') over (order by first_hour) as after, first_hour as before
      from candle_months where crypto_id = c.id
      union all
      select 0, coalesce(max(last_hour), '-infinity'), 'infinity'
      from candle_months where crypto_id = c.id
    ) month
  ) stored
  where c.is_tracked order by c.rank nulls last, c.symbol`;

/** First, last and number of closed candles of every tracked coin, by rank. */
export async function candleSpans(db: Sql): Promise<CandleSpan[]> {
  return await db.sql<CandleSpan>(SPANS);
}
