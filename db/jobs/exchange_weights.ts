import type { Sql } from "../database.ts";

/** What came of {@link reserveExchangeWeight}. */
export interface ReservedWeight {
  readonly granted: boolean;
  /** Used of this minute by all instances, the new weight included where it was granted. */
  readonly used: number;
}

// The database's minute, so that instances need not agree on the time.
const MINUTE = "floor(extract(epoch from clock_timestamp()) / 60)::bigint";

/**
 * Takes weight from what a host allows in this minute, over every instance. A weight above the whole
 * ceiling is granted in a fresh minute rather than never.
 */
export async function reserveExchangeWeight(
  db: Sql,
  input: { readonly host: string; readonly weight: number; readonly ceiling: number },
): Promise<ReservedWeight> {
  const { host, weight, ceiling } = input;
  const taken = await db.sql<{ used: number }>(
    `insert into exchange_weights as w (host, minute, used) values ($1, ${MINUTE}, $2)
     on conflict (host) do update set minute = excluded.minute,
       used = case when w.minute = excluded.minute then w.used else 0 end + excluded.used
     where w.minute <> excluded.minute or w.used = 0 or w.used + excluded.used <= $3
     returning used`,
    [host, weight, ceiling],
  );
  if (taken[0]) return { granted: true, used: taken[0].used };
  const rows = await db.sql<{ used: number }>("select used from exchange_weights where host = $1", [
    host,
  ]);
  return { granted: false, used: rows[0]?.used ?? 0 };
}

/** Takes over what the exchange itself has counted in this minute, where that is more. */
export async function noteExchangeWeight(
  db: Sql,
  input: { readonly host: string; readonly used: number },
): Promise<void> {
  await db.sql(
    `update exchange_weights set used = $2
     where host = $1 and minute = ${MINUTE} and used < $2`,
    [input.host, input.used],
  );
}
