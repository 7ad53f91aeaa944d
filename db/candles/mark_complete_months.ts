import type { Database } from "../database.ts";

// The months of a coin (UTC) that are over by its newest closed candle, not marked, and full.
const COMPLETE = `
  select $1::int as crypto_id, month.first_hour, month.next - interval '1 hour' as last_hour
  from (
    select min(open_time) as oldest, max(open_time) as newest from candles
    where crypto_id = $1 and is_closed
  ) span
  cross join lateral (
    select start at time zone 'UTC' as first_hour,
      (start + interval '1 month') at time zone 'UTC' as next
    from generate_series(date_trunc('month', span.oldest at time zone 'UTC'),
      span.newest at time zone 'UTC', interval '1 month') as start
  ) month
  cross join lateral (
    select count(*) as hours from candles
    where crypto_id = $1 and is_closed
      and open_time >= month.first_hour and open_time < month.next
  ) stored
  where month.next <= span.newest + interval '1 hour'
    and not exists (
      select from candle_months m where m.crypto_id = $1 and m.first_hour = month.first_hour)
    and stored.hours = extract(epoch from month.next - month.first_hour) / 3600`;

/**
 * Marks the months of a coin that have a closed candle for each hour; {@link detectGaps} and
 * {@link candleSpans} do not look into them again. A candle that goes away takes the mark with it.
 * Returns how many months were new.
 */
export async function markCompleteMonths(
  db: Database,
  input: { readonly cryptoId: number },
): Promise<number> {
  const params = [input.cryptoId];
  const found = await db.sql<{ any: boolean }>(`select exists (${COMPLETE}) as any`, params);
  if (!found[0]?.any) return 0;
  return await db.transaction(async (tx) => {
    // In the order in which a truncation takes them.
    await tx.sql("lock table candles in access share mode");
    await tx.sql("lock table candle_months in share row exclusive mode");
    const marked = await tx.sql(
      `insert into candle_months ${COMPLETE} returning first_hour`,
      params,
    );
    return marked.length;
  });
}
