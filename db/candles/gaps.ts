import type { Sql } from "../database.ts";

/** A run of missing hours: the first and the last missing open time. */
export interface GapSpan {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly hours: number;
}

/** `open`: still to be asked for; `outage`: the exchange has no candle; `repaired`: filled. */
export type GapStatus = "open" | "outage" | "repaired";

export interface Gap extends GapSpan {
  readonly id: number;
  readonly cryptoId: number;
  readonly symbol: string;
  readonly status: GapStatus;
  /** How often the exchange was asked again. */
  readonly attempts: number;
  readonly lastAskedAtMs: number | null;
}

/**
 * Records gaps of one coin as open. A gap that is known already stays as it is, with its status
 * and attempts. Returns how many were new.
 */
export async function recordGaps(
  db: Sql,
  input: { readonly cryptoId: number; readonly gaps: readonly GapSpan[] },
): Promise<number> {
  const rows = await db.sql(
    `insert into gaps (crypto_id, first_missing, last_missing, hours, status, attempts, detected_at)
     select $1, to_timestamp(g.first / 1000), to_timestamp(g.last / 1000), g.hours, 'open', 0, now()
     from unnest($2::float8[], $3::float8[], $4::int[]) as g(first, last, hours)
     on conflict (crypto_id, first_missing, last_missing) do nothing returning id`,
    [
      input.cryptoId,
      input.gaps.map((gap) => gap.firstMs),
      input.gaps.map((gap) => gap.lastMs),
      input.gaps.map((gap) => gap.hours),
    ],
  );
  return rows.length;
}

/** Known gaps, oldest first. */
export async function listGaps(
  db: Sql,
  options: { readonly symbol?: string; readonly status?: GapStatus } = {},
): Promise<Gap[]> {
  return await db.sql<Gap>(
    `select g.id, g.crypto_id as "cryptoId", c.symbol, g.first_missing as "firstMs",
       g.last_missing as "lastMs", g.hours, g.status, g.attempts,
       g.last_asked_at as "lastAskedAtMs"
     from gaps g join cryptocurrencies c on c.id = g.crypto_id
     where ($1::text is null or c.symbol = $1) and ($2::text is null or g.status = $2)
     order by g.first_missing, c.symbol`,
    [options.symbol ?? null, options.status ?? null],
  );
}

/**
 * Notes the answer to one more question about a gap: `attempts` grows by one and `lastAskedAtMs` is
 * set where `askedAtMs` is given.
 */
export async function setGapStatus(
  db: Sql,
  input: { readonly gapId: number; readonly status: GapStatus; readonly askedAtMs?: number },
): Promise<void> {
  await db.sql(
    `update gaps set status = $2, attempts = attempts + case when $3::float8 is null then 0 else 1 end,
       last_asked_at = coalesce(to_timestamp($3::float8 / 1000), last_asked_at)
     where id = $1`,
    [input.gapId, input.status, input.askedAtMs ?? null],
  );
}

/** Gaps by status. */
export async function countGaps(
  db: Sql,
): Promise<{ readonly open: number; readonly outages: number; readonly repaired: number }> {
  const rows = await db.sql<{ open: number; outages: number; repaired: number }>(
    `select count(*) filter (where status = 'open') as open,
       count(*) filter (where status = 'outage') as outages,
       count(*) filter (where status = 'repaired') as repaired
     from gaps`,
  );
  return rows[0]!;
}
