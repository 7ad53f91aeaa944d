import type { Sql } from "../database.ts";

/** One decision of a person on one purpose. */
export interface Consent {
  readonly purpose: string;
  readonly granted: boolean;
  readonly atMs: number;
}

/** Notes a decision; earlier ones are kept, to show what held when. */
export async function recordConsent(
  db: Sql,
  input: Consent & { readonly userId: string },
): Promise<void> {
  await db.sql(
    `insert into consents (user_id, purpose, granted, at)
     values ($1, $2, $3, to_timestamp($4::float8 / 1000))`,
    [input.userId, input.purpose, input.granted, input.atMs],
  );
}

/** Every decision of a person, the newest first. */
export async function listConsents(db: Sql, userId: string): Promise<Consent[]> {
  return await db.sql<Consent>(
    `select purpose, granted, at as "atMs" from consents where user_id = $1 order by id desc`,
    [userId],
  );
}

/** Those of the people named for whom a consent holds now. */
export async function consentingPeople(
  db: Sql,
  input: { readonly purpose: string; readonly userIds: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.sql<{ userId: string }>(
    `select user_id as "userId" from (
       select distinct on (user_id) user_id, granted from consents
       where purpose = $1 and user_id = any($2::text[]) order by user_id, id desc
     ) newest where granted`,
    [input.purpose, input.userIds],
  );
  return new Set(rows.map((row) => row.userId));
}
