import type { Sql } from "../database.ts";
import type { Role } from "./people.ts";

/** A key as it is stored: never the secret itself, only a keyed hash of it. */
export interface ApiKeyInput {
  /** The first characters of the key, by which it is found and named in lists. */
  readonly prefix: string;
  /** Keyed hash (HMAC-SHA-256, hexadecimal) of the whole key. */
  readonly secretHash: string;
  readonly role: Role;
  readonly name: string | null;
  readonly expiresAtMs?: number | null;
  /** The person it belongs to; left out or null: nobody's. */
  readonly userId?: string | null;
  /** Left out: the database's clock. */
  readonly createdAtMs?: number;
}

export interface ApiKey {
  readonly id: number;
  readonly prefix: string;
  readonly secretHash: string;
  readonly role: Role;
  readonly name: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
  readonly lastUsedAtMs: number | null;
  readonly userId: string | null;
  /** The key that took its place when it was rotated. */
  readonly replacedBy: number | null;
}

/** A key with what the person it belongs to may do at this moment. */
export interface ApiKeyOfOwner extends ApiKey {
  /** Null for a key that belongs to no person. */
  readonly personRole: Role | null;
  readonly personDisabled: boolean;
}

const COLUMNS = `id, prefix, secret_hash as "secretHash", api_keys.role, name,
  api_keys.created_at as "createdAtMs", expires_at as "expiresAtMs", revoked_at as "revokedAtMs",
  last_used_at as "lastUsedAtMs", api_keys.user_id as "userId", replaced_by as "replacedBy"`;

/** Stores a key. Throws when the prefix is taken, which a random one never is. */
export async function createApiKey(db: Sql, key: ApiKeyInput): Promise<ApiKey> {
  const rows = await db.sql<ApiKey>(
    `insert into api_keys (prefix, secret_hash, role, name, expires_at, user_id, created_at)
     values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), $6,
       coalesce(to_timestamp($7::float8 / 1000), now())) returning ${COLUMNS}`,
    [
      key.prefix,
      key.secretHash,
      key.role,
      key.name,
      key.expiresAtMs ?? null,
      key.userId ?? null,
      key.createdAtMs ?? null,
    ],
  );
  return rows[0]!;
}

/** The key with this prefix, revoked and expired ones too: the caller compares and decides. */
export async function findApiKey(db: Sql, prefix: string): Promise<ApiKeyOfOwner | null> {
  const rows = await db.sql<ApiKeyOfOwner>(
    `select ${COLUMNS}, people.role as "personRole",
       people.disabled_at is not null as "personDisabled"
     from api_keys left join people using (user_id) where prefix = $1`,
    [prefix],
  );
  return rows[0] ?? null;
}

/** The key with this id. */
export async function readApiKey(db: Sql, id: number): Promise<ApiKey | null> {
  const rows = await db.sql<ApiKey>(`select ${COLUMNS} from api_keys where id = $1`, [id]);
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

/**
 * Marks a key as replaced: it works until `untilMs` at most, never longer than it would have. `false`
 * when it was replaced before, so that two rotations at once make one new key.
 */
export async function replaceApiKey(
  db: Sql,
  input: { readonly id: number; readonly replacedBy: number; readonly untilMs: number },
): Promise<boolean> {
  const rows = await db.sql(
    `update api_keys
     set replaced_by = $2, expires_at = least(expires_at, to_timestamp($3::float8 / 1000))
     where id = $1 and replaced_by is null and revoked_at is null returning id`,
    [input.id, input.replacedBy, input.untilMs],
  );
  return rows.length === 1;
}

/** How many keys of a person are in force. */
export async function countKeysOf(
  db: Sql,
  input: { readonly userId: string; readonly nowMs: number },
): Promise<number> {
  const rows = await db.sql<{ count: number }>(
    `select count(*) as count from api_keys where user_id = $1 and revoked_at is null
       and (expires_at is null or expires_at > to_timestamp($2::float8 / 1000))`,
    [input.userId, input.nowMs],
  );
  return rows[0]!.count;
}

/** Keys, the newest first; of one person where one is named. */
export async function listApiKeys(db: Sql, of?: { readonly userId: string }): Promise<ApiKey[]> {
  return await db.sql<ApiKey>(
    `select ${COLUMNS} from api_keys where $1::text is null or user_id = $1 order by id desc`,
    [of?.userId ?? null],
  );
}

/**
 * How many keys of a role are in force. One that rests with its person is not, nor is one of an
 * administrator who is none any more.
 */
export async function countApiKeys(
  db: Sql,
  input: { readonly role?: Role; readonly nowMs: number },
): Promise<number> {
  const rows = await db.sql<{ count: number }>(
    `select count(*) as count from api_keys left join people using (user_id)
     where ($1::text is null or api_keys.role = $1) and revoked_at is null
       and (expires_at is null or expires_at > to_timestamp($2::float8 / 1000))
       and (user_id is null or disabled_at is null
         and (people.role = 'admin' or api_keys.role <> 'admin'))`,
    [input.role ?? null, input.nowMs],
  );
  return rows[0]!.count;
}
