import type { Sql } from "../database.ts";

/** Until when a host asked us to stay away (`Retry-After`, ban), or `null`. */
export async function loadExchangeBlock(db: Sql, host: string): Promise<number | null> {
  const rows = await db.sql<{ until: number }>(
    "select blocked_until as until from exchange_blocks where host = $1",
    [host],
  );
  return rows[0]?.until ?? null;
}

/** Remembers a block over restarts and for every process; a later end wins over an earlier one. */
export async function saveExchangeBlock(
  db: Sql,
  input: { readonly host: string; readonly untilMs: number; readonly reason: string },
): Promise<void> {
  await db.sql(
    `insert into exchange_blocks as b (host, blocked_until, reason, updated_at)
     values ($1, to_timestamp($2::float8 / 1000), $3, now())
     on conflict (host) do update set blocked_until = excluded.blocked_until,
       reason = excluded.reason, updated_at = now()
     where excluded.blocked_until > b.blocked_until`,
    [input.host, input.untilMs, input.reason],
  );
}
