import type { Sql } from "../database.ts";
import type { GapSpan } from "./gaps.ts";

// Each closed candle is compared with the one before it; the hours just outside the range stand in
// as neighbours of the first and the last, so that a hole at either end is a hole like any other.
// A month that is known to be complete counts as one long candle: only what lies between such
// months is read. `offset 0` has each such stretch looked up by itself: the planner would rather read
// all of the coin's history than believe that most stretches are empty.
const GAPS = `
  with bounds as (
    select to_timestamp(ceil($2::float8 / 3600000) * 3600) as head,
      to_timestamp(floor($3::float8 / 3600000) * 3600) as tail
  ), months as (
    select greatest(first_hour, head) as first, least(last_hour, tail) as last
    from candle_months, bounds
    where crypto_id = $1 and last_hour >= head and first_hour <= tail
    union all select tail + interval '1 hour', tail + interval '1 hour' from bounds
  ), between_months as (
    select lag(last, 1, head - interval '1 hour') over (order by first) + interval '1 hour' as first,
      first - interval '1 hour' as last
    from months, bounds
  ), present as (
    select first, last from months
    union all
    select open_time, open_time from between_months b cross join lateral (
      select open_time from candles
      where crypto_id = $1 and is_closed and open_time between b.first and b.last
      offset 0
    ) hourly
    where b.first <= b.last
  ), pairs as (
    select first as next,
      coalesce(lag(last) over (order by first), head - interval '1 hour') as previous
    from present, bounds
  )
  select previous + interval '1 hour' as "firstMs", next - interval '1 hour' as "lastMs",
    (extract(epoch from next - previous) / 3600 - 1)::int as hours
  from pairs where next - previous > interval '1 hour' order by next`;

/**
 * The hours of `[fromMs, toMs]` (open times, both ends included) for which there is no closed
 * candle, as exact runs: at the head, in the middle and at the tail. An end that is not on the hour
 * is moved inwards.
 */
export async function detectGaps(
  db: Sql,
  input: { readonly cryptoId: number; readonly fromMs: number; readonly toMs: number },
): Promise<GapSpan[]> {
  if (input.toMs < input.fromMs) return [];
  return await db.sql<GapSpan>(GAPS, [input.cryptoId, input.fromMs, input.toMs]);
}
