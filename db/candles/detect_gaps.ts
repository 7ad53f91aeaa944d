import type { Sql } from "../database.ts";
import type { GapSpan } from "./gaps.ts";

// Each closed candle is compared with the one before it; the hours just outside the range stand in
// as neighbours of the first and the last, so that a hole at either end is a hole like any other.
const GAPS = `
  with bounds as (
    select to_timestamp(ceil($2::float8 / 3600000) * 3600) as head,
      to_timestamp(floor($3::float8 / 3600000) * 3600) as tail
  ), present as (
    select open_time from candles, bounds
    where crypto_id = $1 and is_closed and open_time between head and tail
    union all select tail + interval '1 hour' from bounds
  ), pairs as (
    select open_time as next,
      coalesce(lag(open_time) over (order by open_time), head - interval '1 hour') as previous
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
