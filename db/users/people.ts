import type { Sql } from "../database.ts";

export type Role = "user" | "admin";

export interface Person {
  readonly userId: string;
  /** In lower case. */
  readonly email: string;
  /** argon2id, in PHC format. */
  readonly passwordHash: string;
  readonly role: Role;
  readonly createdAtMs: number;
  readonly passwordChangedAtMs: number;
  /** Null for one who may sign in. */
  readonly disabledAtMs: number | null;
}

/** A person in a list, without the hash. */
export interface ListedPerson extends Omit<Person, "passwordHash"> {
  /** The newest use of a session. */
  readonly lastSeenAtMs: number | null;
}

const COLUMNS = `user_id as "userId", email, password_hash as "passwordHash", role,
  created_at as "createdAtMs", password_changed_at as "passwordChangedAtMs",
  disabled_at as "disabledAtMs"`;

/**
 * Adds a person; null where the email or the user id, in whatever case, is taken. What is asked
 * beforehand can change in between: this is the one answer that counts.
 */
export async function insertPerson(
  db: Sql,
  person: Pick<Person, "userId" | "email" | "passwordHash" | "role"> & { readonly nowMs: number },
): Promise<Person | null> {
  const rows = await db.sql<Person>(
    `insert into people (user_id, email, password_hash, role, created_at, password_changed_at)
     values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), to_timestamp($5::float8 / 1000))
     on conflict do nothing returning ${COLUMNS}`,
    [person.userId, person.email, person.passwordHash, person.role, person.nowMs],
  );
  return rows[0] ?? null;
}

/** The person with this user id, disabled ones too. */
export async function findPerson(db: Sql, userId: string): Promise<Person | null> {
  const rows = await db.sql<Person>(`select ${COLUMNS} from people where user_id = $1`, [userId]);
  return rows[0] ?? null;
}

/** The person with this email, which must be in lower case, disabled ones too. */
export async function findPersonByEmail(db: Sql, email: string): Promise<Person | null> {
  const rows = await db.sql<Person>(`select ${COLUMNS} from people where email = $1`, [email]);
  return rows[0] ?? null;
}

/**
 * Whether an account has this user id; it stays as it is, and nobody else holds it, until the transaction
 * ends.
 */
export async function holdPerson(tx: Sql, userId: string): Promise<boolean> {
  const rows = await tx.sql("select 1 from people where user_id = $1 for no key update", [userId]);
  return rows.length > 0;
}

/**
 * Whether someone has this user id in whatever case, since `Alice` beside `alice` would mislead, or
 * coins are held under it: whoever took the name would take them.
 */
export async function userIdIsTaken(db: Sql, userId: string): Promise<boolean> {
  const rows = await db.sql(
    `select 1 from people where lower(user_id) = lower($1)
     union all select 1 from ledger_accounts where owner = $1`,
    [userId],
  );
  return rows.length > 0;
}

/** People by user id, from the one after `afterUserId`. */
export async function listPeople(
  db: Sql,
  input: {
    /** A part of the email or the user id; empty for everyone. */
    readonly search: string;
    readonly afterUserId: string | null;
    readonly limit: number;
  },
): Promise<ListedPerson[]> {
  return await db.sql<ListedPerson>(
    `select user_id as "userId", email, role, created_at as "createdAtMs",
       password_changed_at as "passwordChangedAtMs", disabled_at as "disabledAtMs",
       (select max(last_seen_at) from sessions s where s.user_id = p.user_id) as "lastSeenAtMs"
     from people p
     where ($1 = '' or position(lower($1) in lower(user_id)) > 0 or position(lower($1) in email) > 0)
       and ($2::text is null or user_id > $2)
     order by user_id limit $3`,
    [input.search, input.afterUserId, input.limit],
  );
}

/** Gives a person a new password and ends all sessions but one; `false` where there is no such. */
export async function setPassword(
  db: Sql,
  input: {
    readonly userId: string;
    readonly passwordHash: string;
    /** The session that goes on; null for none. */
    readonly keptSessionId: string | null;
    readonly nowMs: number;
  },
): Promise<boolean> {
  const rows = await db.sql(
    `with ended as (
       delete from sessions where user_id = $1 and id is distinct from $3::uuid
     )
     update people set password_hash = $2, password_changed_at = to_timestamp($4::float8 / 1000)
     where user_id = $1 returning user_id`,
    [input.userId, input.passwordHash, input.keptSessionId, input.nowMs],
  );
  return rows.length === 1;
}

/** Changes what a person may do; null where there is no such person. */
export async function setRole(
  db: Sql,
  input: { readonly userId: string; readonly role: Role },
): Promise<Person | null> {
  const rows = await db.sql<Person>(
    `update people set role = $2 where user_id = $1 returning ${COLUMNS}`,
    [input.userId, input.role],
  );
  return rows[0] ?? null;
}

/**
 * Bars a person: sessions end for good, keys rest until the person is let in again. Null where there
 * is no such person.
 */
export async function disablePerson(
  db: Sql,
  input: { readonly userId: string; readonly nowMs: number },
): Promise<Person | null> {
  const rows = await db.sql<Person>(
    `with ended as (delete from sessions s
       where s.user_id = $1 or s.key_id in (select id from api_keys k where k.user_id = $1))
     update people set disabled_at = coalesce(disabled_at, to_timestamp($2::float8 / 1000))
     where user_id = $1 returning ${COLUMNS}`,
    [input.userId, input.nowMs],
  );
  return rows[0] ?? null;
}

/** Lets a person in again; null where there is no such person. */
export async function enablePerson(db: Sql, userId: string): Promise<Person | null> {
  const rows = await db.sql<Person>(
    `update people set disabled_at = null where user_id = $1 returning ${COLUMNS}`,
    [userId],
  );
  return rows[0] ?? null;
}

/** Removes the account with its sessions and keys; `false` where there is no such person. */
export async function deletePerson(db: Sql, userId: string): Promise<boolean> {
  const rows = await db.sql("delete from people where user_id = $1 returning user_id", [userId]);
  return rows.length === 1;
}

/** How many people of a role may sign in. */
export async function countPeople(db: Sql, input: { readonly role: Role }): Promise<number> {
  const rows = await db.sql<{ count: number }>(
    "select count(*) as count from people where role = $1 and disabled_at is null",
    [input.role],
  );
  return rows[0]!.count;
}
