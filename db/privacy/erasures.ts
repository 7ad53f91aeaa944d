import type { Sql } from "../database.ts";

/** That someone was erased. Only a backup in which they still are says who. */
export interface Erasure {
  readonly tombstoneId: string;
  readonly erasedAtMs: number;
}

/** Notes erasures; those that are known stay as they are. */
export async function noteErasures(db: Sql, erasures: readonly Erasure[]): Promise<void> {
  await db.sql(
    `insert into erasures (tombstone_id, erased_at)
     select id, to_timestamp(ms / 1000) from unnest($1::uuid[], $2::float8[]) as given(id, ms)
     on conflict do nothing`,
    [erasures.map((one) => one.tombstoneId), erasures.map((one) => one.erasedAtMs)],
  );
}

/** Every erasure, the oldest first. */
export async function listErasures(db: Sql): Promise<Erasure[]> {
  return await db.sql<Erasure>(
    `select tombstone_id as "tombstoneId", erased_at as "erasedAtMs" from erasures
     order by erased_at, tombstone_id`,
  );
}

/** Erasures that were not noted at this place outside of the database yet. */
export async function erasuresNotKeptAt(db: Sql, place: string): Promise<Erasure[]> {
  return await db.sql<Erasure>(
    `select tombstone_id as "tombstoneId", erased_at as "erasedAtMs" from erasures
     where kept_at is distinct from $1 order by erased_at, tombstone_id`,
    [place],
  );
}

/** Says that an erasure is noted at this place. */
export async function markErasureKept(
  db: Sql,
  input: { readonly tombstoneId: string; readonly place: string },
): Promise<void> {
  await db.sql("update erasures set kept_at = $2 where tombstone_id = $1", [
    input.tombstoneId,
    input.place,
  ]);
}

/** User ids of those who were erased once and are here all the same. */
export async function findErasedPeople(
  db: Sql,
  erasures: readonly Erasure[],
): Promise<string[]> {
  const rows = await db.sql<{ userId: string }>(
    `select user_id as "userId" from people where tombstone_id = any($1::uuid[]) order by user_id`,
    [erasures.map((one) => one.tombstoneId)],
  );
  return rows.map((row) => row.userId);
}
