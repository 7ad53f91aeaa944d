import type { Sql } from "../database.ts";

export type ApiKeyRole = "user" | "admin";

/** A key as it is stored: never the secret itself, only a keyed hash of it. */
export interface ApiKeyInput {
  /** The first characters of the key, by which it is found and named in lists. */
  readonly prefix: string;
  /** Keyed hash (HMAC-SHA-256, hexadecimal) of the whole key. */
  readonly secretHash: string;
  readonly role: ApiKeyRole;
  readonly name: string | null;
  readonly expiresAtMs?: number | null;
}

export interface ApiKey {
  readonly id: number;
  readonly prefix: string;
  readonly secretHash: string;
  readonly role: ApiKeyRole;
  readonly name: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
  readonly lastUsedAtMs: number | null;
}

const COLUMNS = `id, prefix, secret_hash as "secretHash", role, name, created_at as "createdAtMs",
  expires_at as "expiresAtMs", revoked_at as "revokedAtMs", last_used_at as "lastUsedAtMs"`;

/** Stores a key. Throws when the prefix is taken, which a random one never is. */
export async function createApiKey(db: Sql, key: ApiKeyInput): Promise<ApiKey> {
  const rows = await db.sql<ApiKey>(
    `insert into api_keys (prefix, secret_hash, role, name, expires_at, created_at)
     values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), now()) returning ${COLUMNS}`,
    [key.prefix, key.secretHash, key.role, key.name, key.expiresAtMs ?? null],
  );
  return rows[0]!;
}

/** The key with this prefix, revoked and expired ones too: the caller compares and decides. */
export async function findApiKey(db: Sql, prefix: string): Promise<ApiKey | null> {
  const rows = await db.sql<ApiKey>(`select ${COLUMNS} from api_keys where prefix = $1`, [prefix]);
  return rows[0] ?? null;
}

/** Notes the use of a key, at most once a minute so that reads do not turn into writes. */
export async function touchApiKey(
  db: Sql,
  input: { readonly id: number; readonly nowMs: number },
): Promise<void> {
  await db.sql(
    `update api_keys set last_used_at = to_timestamp($2::float8 / 1000)
     where id = $1
       and (last_used_at is null or last_used_at < to_timestamp(($2::float8 - 60000) / 1000))`,
    [input.id, input.nowMs],
  );
}

/** Ends a key; `false` when it is unknown or ended already. */
export async function revokeApiKey(
  db: Sql,
  input: { readonly id: number; readonly nowMs: number },
): Promise<boolean> {
  const rows = await db.sql(
    `update api_keys set revoked_at = to_timestamp($2::float8 / 1000)
     where id = $1 and revoked_at is null returning id`,
    [input.id, input.nowMs],
  );
  return rows.length === 1;
}

/** Keys, the newest first. */
export async function listApiKeys(db: Sql): Promise<ApiKey[]> {
  return await db.sql<ApiKey>(`select ${COLUMNS} from api_keys order by id desc`);
}

/** How many keys of a role are in force. */
export async function countApiKeys(
  db: Sql,
  input: { readonly role?: ApiKeyRole; readonly nowMs: number },
): Promise<number> {
  const rows = await db.sql<{ count: number }>(
    `select count(*) as count from api_keys
     where ($1::text is null or role = $1) and revoked_at is null
       and (expires_at is null or expires_at > to_timestamp($2::float8 / 1000))`,
    [input.role ?? null, input.nowMs],
  );
  return rows[0]!.count;
}
