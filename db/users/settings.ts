import type { Sql } from "../database.ts";

/** The value of a setting; null where nobody has set it. */
export async function readSetting<T>(db: Sql, name: string): Promise<T | null> {
  const rows = await db.sql<{ value: T }>("select value from settings where name = $1", [name]);
  return rows[0]?.value ?? null;
}

/** Sets a setting to a value that JSON can hold. */
export async function writeSetting(
  db: Sql,
  input: { readonly name: string; readonly value: unknown; readonly nowMs: number },
): Promise<void> {
  await db.sql(
    `insert into settings (name, value, updated_at)
     values ($1, $2::jsonb, to_timestamp($3::float8 / 1000))
     on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`,
    [input.name, JSON.stringify(input.value), input.nowMs],
  );
}

/**
 * Stores a secret where there is none of this name; all instances get the one that came first.
 *
 * @returns the secret that holds
 */
export async function shareSecret(
  db: Sql,
  input: { readonly name: string; readonly value: string },
): Promise<string> {
  await db.sql(
    `insert into server_secrets (name, value, created_at) values ($1, $2, now())
     on conflict do nothing`,
    [input.name, input.value],
  );
  const rows = await db.sql<{ value: string }>(
    "select value from server_secrets where name = $1",
    [input.name],
  );
  return rows[0]!.value;
}
