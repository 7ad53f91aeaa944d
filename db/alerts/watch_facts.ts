import { MODEL_SPEND } from "../chat/model_spend.ts";
import type { Sql } from "../database.ts";

/** How the service is, as far as the database knows. */
export interface WatchFacts {
  /** End of the newest closed candle of any followed coin; null where there is none. */
  readonly newestEndMs: number | null;
  /** Hours missing from each followed coin, in gaps that nobody could fill or explain yet. */
  readonly gaps: readonly { readonly symbol: string; readonly hours: number }[];
  /** Cost of the language model since midnight UTC, as its budget counts it, USD. */
  readonly chatCostUsd: number;
}

export async function readWatchFacts(db: Sql, input: { nowMs: number }): Promise<WatchFacts> {
  const gaps = await db.sql<{ symbol: string; hours: number }>(
    `select c.symbol, sum(g.hours)::int as hours
     from gaps g join cryptocurrencies c on c.id = g.crypto_id
     where g.status = 'open' and c.is_tracked group by c.symbol order by c.symbol`,
  );
  const [chats] = await db.sql<{ cost: number }>(
    `select coalesce(sum(cost_usd), 0)::float8 as cost from ${MODEL_SPEND}
     where created_at >= date_trunc('day', to_timestamp($1::float8 / 1000), 'UTC')`,
    [input.nowMs],
  );
  return { newestEndMs: await newestCandleEndMs(db), gaps, chatCostUsd: chats?.cost ?? 0 };
}

/** When the newest closed candle of any followed coin ended; null where there is none. */
export async function newestCandleEndMs(db: Sql): Promise<number | null> {
  const [row] = await db.sql<{ endMs: number | null }>(
    `select max(k.open_time) + interval '1 hour' as "endMs" from cryptocurrencies c
     cross join lateral (
       select open_time from candles where crypto_id = c.id and is_closed
       order by open_time desc limit 1
     ) k
     where c.is_tracked`,
  );
  return row?.endMs ?? null;
}
