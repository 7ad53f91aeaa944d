import type { Sql } from "../database.ts";
import type { Role } from "./people.ts";

/** Whose session it is: a person's, that of a stored key, or that of `ADMIN_API_KEY`. */
export type SessionOwner =
  | { readonly userId: string }
  | { readonly keyId: number }
  | { readonly environmentKeyHash: string };

export interface Session {
  readonly id: string;
  readonly userAgent: string;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
}

/** A session with what its owner may do at this moment. */
export interface SessionOfOwner extends Session {
  readonly userId: string | null;
  readonly keyId: number | null;
  readonly environmentKeyHash: string | null;
  /** The person's; null where the owner is no person. */
  readonly personRole: Role | null;
  readonly personDisabled: boolean;
  /** The prefix of the owner key, by which the key itself is found. */
  readonly keyPrefix: string | null;
}

const COLUMNS = `s.id, s.user_agent as "userAgent", s.created_at as "createdAtMs",
  s.last_seen_at as "lastSeenAtMs", s.expires_at as "expiresAtMs"`;

/** Starts a session; sessions of the same owner that are over are removed on the way. */
export async function insertSession(
  db: Sql,
  session: {
    readonly id: string;
    readonly owner: SessionOwner;
    /** Keyed hash of the cookie's secret. */
    readonly secretHash: string;
    readonly userAgent: string;
    readonly nowMs: number;
    readonly expiresAtMs: number;
  },
): Promise<void> {
  const owner = { userId: null, keyId: null, environmentKeyHash: null, ...session.owner };
  await db.sql(
    `with over as (delete from sessions
       where user_id is not distinct from $2 and key_id is not distinct from $3
         and expires_at < to_timestamp($7::float8 / 1000))
     insert into sessions (id, user_id, key_id, environment_key_hash, secret_hash, user_agent,
       created_at, last_seen_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000),
       to_timestamp($7::float8 / 1000), to_timestamp($8::float8 / 1000))`,
    [
      session.id,
      owner.userId,
      owner.keyId,
      owner.environmentKeyHash,
      session.secretHash,
      session.userAgent,
      session.nowMs,
      session.expiresAtMs,
    ],
  );
}

/** The session of a token, by its id, or of a cookie, by the keyed hash of its secret. */
export async function findSession(
  db: Sql,
  by: { readonly id: string } | { readonly secretHash: string },
): Promise<SessionOfOwner | null> {
  const [column, value] = "id" in by ? ["id", by.id] : ["secret_hash", by.secretHash];
  const rows = await db.sql<SessionOfOwner>(
    `select ${COLUMNS}, s.user_id as "userId", s.key_id as "keyId",
       s.environment_key_hash as "environmentKeyHash", p.role as "personRole",
       p.disabled_at is not null as "personDisabled", k.prefix as "keyPrefix"
     from sessions s
       left join people p on p.user_id = s.user_id
       left join api_keys k on k.id = s.key_id
     where s.${column} = $1`,
    [value],
  );
  return rows[0] ?? null;
}

const MAX_LISTED = 200;

/** A person's sessions, the newest use first; a script may have started thousands. */
export async function listSessions(
  db: Sql,
  input: { readonly userId: string; readonly nowMs: number },
): Promise<Session[]> {
  return await db.sql<Session>(
    `select ${COLUMNS} from sessions s
     where user_id = $1 and expires_at > to_timestamp($2::float8 / 1000)
     order by last_seen_at desc, id limit $3`,
    [input.userId, input.nowMs, MAX_LISTED],
  );
}

/** Notes the use of a session, at most once a minute so that reads do not turn into writes. */
export async function touchSession(
  db: Sql,
  input: { readonly id: string; readonly nowMs: number },
): Promise<void> {
  await db.sql(
    `update sessions set last_seen_at = to_timestamp($2::float8 / 1000)
     where id = $1 and last_seen_at < to_timestamp(($2::float8 - 60000) / 1000)`,
    [input.id, input.nowMs],
  );
}

/** Ends a session, of that person where one is named; `false` where there is no such session. */
export async function deleteSession(
  db: Sql,
  input: { readonly id: string; readonly userId?: string },
): Promise<boolean> {
  const rows = await db.sql(
    `delete from sessions where id = $1 and ($2::text is null or user_id = $2) returning id`,
    [input.id, input.userId ?? null],
  );
  return rows.length === 1;
}

/** Removes every session that is over; returns how many there were. */
export async function pruneSessions(db: Sql, nowMs: number): Promise<number> {
  const rows = await db.sql(
    "delete from sessions where expires_at < to_timestamp($1::float8 / 1000) returning id",
    [nowMs],
  );
  return rows.length;
}
