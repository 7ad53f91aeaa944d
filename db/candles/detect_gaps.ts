import type { Sql } from "../database.ts";
import type { GapSpan } from "./gaps.ts";

// A month that is known to be complete is not read, only the stretches between such months. In each of
// them every closed candle is compared with the one after it, in the order of the index; the hours just
// outside stand in as neighbours of the first and the last, so that a hole at either end is a hole
// like any other.
const GAPS = `
  with bounds as (
    select to_timestamp(ceil($2::float8 / 3600000) * 3600) as head,
      to_timestamp(floor($3::float8 / 3600000) * 3600) as tail
  ), months as (
    select first_hour as first, last_hour as last from candle_months, bounds
    where crypto_id = $1 and last_hour >= head and first_hour <= tail
    union all select tail + interval '1 hour', tail from bounds
  ), stretches as (
    select lag(last, 1, head - interval '1 hour') over (order by first) as before, first as after
    from months, bounds
  )
  select previous + interval '1 hour' as "firstMs", next - interval '1 hour' as "lastMs",
    (extract(epoch from next - previous) / 3600 - 1)::int as hours
  from stretches cross join lateral (
    select open_time as previous, lead(open_time, 1, after) over (order by open_time) as next
    from candles where crypto_id = $1 and is_closed and open_time > before and open_time < after
    union all
    select before, coalesce(
      (select open_time from candles
        where crypto_id = $1 and is_closed and open_time > before and open_time < after
        order by open_time limit 1),
      after)
  ) pairs
  where after - before > interval '1 hour' and next - previous > interval '1 hour'
  order by previous`;

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
