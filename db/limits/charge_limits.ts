import type { Sql } from "../database.ts";

/** A wish for room within a limit. */
export interface LimitCharge {
  /** Who is charged, for instance `key:7`. */
  readonly subject: string;
  /** How many hits at once; what has no room is refused one by one. */
  readonly wanted: number;
  /** The most hits within any window. */
  readonly cap: number;
  readonly windowMs: number;
}

/** What came of a {@link LimitCharge}. */
export interface LimitGrant {
  /** How many of the wanted hits were counted. */
  readonly granted: number;
  /** Hits that have room now. */
  readonly remaining: number;
  /** Milliseconds until the oldest hit leaves the window and makes room. */
  readonly resetMs: number;
}

/**
 * Counts hits in one round trip, exactly over every instance: no window of `windowMs`, wherever it
 * begins, ever has more than `cap`. Refused hits do not count.
 *
 * @param charges of different subjects each
 * @returns a grant for each charge, in the order of the charges
 */
export async function chargeLimits(
  db: Sql,
  charges: readonly LimitCharge[],
): Promise<LimitGrant[]> {
  // Rows are locked in the order of the arrays: the same in every process, so none waits in a ring.
  const order = charges.map((_, at) => at)
    .sort((a, b) => charges[a]!.subject < charges[b]!.subject ? -1 : 1);
  const sorted = order.map((at) => charges[at]!);
  const rows = await db.sql<{ granted: number; remaining: number; reset_ms: number }>(
    "select granted, remaining, reset_ms from charge_limits($1, $2, $3, $4)",
    [
      sorted.map((charge) => charge.subject),
      sorted.map((charge) => charge.wanted),
      sorted.map((charge) => charge.cap),
      sorted.map((charge) => charge.windowMs),
    ],
  );
  const grants: LimitGrant[] = [];
  for (const [place, { granted, remaining, reset_ms }] of rows.entries()) {
    grants[order[place]!] = { granted, remaining, resetMs: reset_ms };
  }
  return grants;
}

/** Forgets what was counted of a subject. */
export async function forgetLimit(db: Sql, subject: string): Promise<void> {
  await db.sql("delete from request_limits where subject = $1", [subject]);
}

/** Takes back the newest hit of a subject: it turned out not to be of the kind that is limited. */
export async function giveBackLimit(db: Sql, subject: string): Promise<void> {
  await db.sql(
    `update request_limits set hits[cardinality(hits)] = hits[cardinality(hits)] - 1
     where subject = $1 and hits[cardinality(hits)] > 0`,
    [subject],
  );
}

/** Removes the rows whose window is over; returns how many. */
export async function pruneLimits(db: Sql): Promise<number> {
  const rows = await db.sql(
    "delete from request_limits where expires_at < clock_timestamp() returning 1",
  );
  return rows.length;
}
