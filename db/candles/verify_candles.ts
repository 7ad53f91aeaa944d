import type { Sql } from "../database.ts";

export interface CandleVerdict {
  readonly checked: number;
  /** The first wrong candle by coin and hour, in one plain sentence. */
  readonly firstWrong?: string;
}

// The table's own constraints say the same, but not of a table that was restored or altered without
// them. One coin after the other: all of a long history takes longer than a statement may.
const WRONG = `
  select open_time as "openTimeMs", what from (
    select open_time,
      case
        when extract(epoch from open_time) % 3600 <> 0 then 'does not start on the hour'
        when not (low <= least(open, close) and greatest(open, close) <= high)
          then 'has a price outside of its low and high'
        when low <= 0 or high = 'NaN' or high = 'infinity' then 'has an impossible price'
        when volume < 0 or quote_volume < 0 then 'has a negative volume'
        when is_closed and open_time + interval '1 hour' > to_timestamp($2::float8 / 1000)
          then 'is closed before its hour is over'
      end as what
    from candles where crypto_id = $1
  ) judged
  where what is not null order by open_time limit 1`;

const NOT_COMPLETE = `
  select first_hour as "firstHourMs" from candle_months m
  where crypto_id = $1 and extract(epoch from last_hour - first_hour) / 3600 + 1 <> (
    select count(*) from candles where crypto_id = $1 and is_closed
      and open_time between m.first_hour and m.last_hour)
  order by first_hour limit 1`;

/**
 * Checks every candle: whole hours, possible prices, and closed only when over; and that every month
 * that is marked as complete is.
 */
export async function verifyCandles(
  db: Sql,
  input: { readonly nowMs: number },
): Promise<CandleVerdict> {
  const coins = await db.sql<{ id: number; symbol: string }>(
    "select id, symbol from cryptocurrencies order by symbol",
  );
  let checked = 0;
  let firstWrong: string | undefined;
  for (const coin of coins) {
    const count = "select count(*)::int as checked from candles where crypto_id = $1";
    checked += (await db.sql<{ checked: number }>(count, [coin.id]))[0]?.checked ?? 0;
    firstWrong ??= await findWrong(db, coin, input.nowMs);
  }
  return firstWrong === undefined ? { checked } : { checked, firstWrong };
}

async function findWrong(
  db: Sql,
  coin: { readonly id: number; readonly symbol: string },
  nowMs: number,
): Promise<string | undefined> {
  const params = [coin.id, nowMs];
  const [wrong] = await db.sql<{ openTimeMs: number; what: string }>(WRONG, params);
  if (wrong) return `The candle of ${coin.symbol} at ${iso(wrong.openTimeMs)} ${wrong.what}.`;
  const [month] = await db.sql<{ firstHourMs: number }>(NOT_COMPLETE, [coin.id]);
  if (!month) return undefined;
  const from = iso(month.firstHourMs).slice(0, 7);
  return `${from} of ${coin.symbol} is marked as complete, and a candle of it is missing.`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
