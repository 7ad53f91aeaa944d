import type { Sql } from "../database.ts";

export interface CandleVerdict {
  readonly checked: number;
  /** The first wrong candle by coin and hour, in one plain sentence. */
  readonly firstWrong?: string;
}

// The table's own constraints say the same, but not of a table that was restored or altered without
// them.
const WRONG = `
  select symbol, open_time as "openTimeMs", what from (
    select c.symbol, k.open_time,
      case
        when extract(epoch from k.open_time) % 3600 <> 0 then 'does not start on the hour'
        when not (k.low <= least(k.open, k.close) and greatest(k.open, k.close) <= k.high)
          then 'has a price outside of its low and high'
        when k.low <= 0 or k.high = 'NaN' or k.high = 'infinity' then 'has an impossible price'
        when k.volume < 0 or k.quote_volume < 0 then 'has a negative volume'
        when k.is_closed and k.open_time + interval '1 hour' > to_timestamp($1::float8 / 1000)
          then 'is closed before its hour is over'
      end as what
    from candles k join cryptocurrencies c on c.id = k.crypto_id
  ) judged
  where what is not null order by symbol, open_time limit 1`;

/** Checks every candle: whole hours, possible prices, and closed only when over. */
export async function verifyCandles(
  db: Sql,
  input: { readonly nowMs: number },
): Promise<CandleVerdict> {
  const [count] = await db.sql<{ checked: number }>("select count(*)::int as checked from candles");
  const checked = count?.checked ?? 0;
  const [wrong] = await db.sql<{ symbol: string; openTimeMs: number; what: string }>(
    WRONG,
    [input.nowMs],
  );
  if (wrong === undefined) return { checked };
  const hour = new Date(wrong.openTimeMs).toISOString();
  return { checked, firstWrong: `The candle of ${wrong.symbol} at ${hour} ${wrong.what}.` };
}
