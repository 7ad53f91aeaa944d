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

/** First, last and number of closed candles of every tracked coin, by rank. */
export async function candleSpans(db: Sql): Promise<CandleSpan[]> {
  return await db.sql<CandleSpan>(
    `select c.id as "cryptoId", c.symbol, s.first as "firstMs", s.last as "lastMs",
       coalesce(s.count, 0) as count
     from cryptocurrencies c
     left join (
       select crypto_id, min(open_time) as first, max(open_time) as last, count(*) as count
       from candles where is_closed group by crypto_id
     ) s on s.crypto_id = c.id
     where c.is_tracked order by c.rank nulls last, c.symbol`,
  );
}
