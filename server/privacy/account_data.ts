import type { Sql } from "../../db/mod.ts";
import type { PersonalData } from "./personal_data.ts";

/** The account, where it is signed in, and its keys. Deleting the account deletes the rest. */
export const ACCOUNT_DATA: PersonalData = {
  section: "account",
  async collect(db, userId) {
    const [person] = await db.sql(
      `select user_id, email, role, ${iso("created_at")}, ${iso("password_changed_at")},
         ${iso("disabled_at")}
       from people where user_id = $1`,
      [userId],
    );
    return { ...person, sessions: await sessions(db, userId), api_keys: await keys(db, userId) };
  },
  async erase(tx, { userId }) {
    const subjects = [`person:${userId}`, `stream:person:${userId}`];
    await tx.sql("delete from request_limits where subject = any($1::text[])", [subjects]);
    await tx.sql("delete from people where user_id = $1", [userId]);
  },
};

async function sessions(db: Sql, userId: string): Promise<object[]> {
  return await db.sql(
    `select ${iso("created_at")}, ${iso("last_seen_at")}, ${iso("expires_at")}, user_agent
     from sessions where user_id = $1 order by created_at`,
    [userId],
  );
}

async function keys(db: Sql, userId: string): Promise<object[]> {
  return await db.sql(
    `select prefix, name, role, ${iso("created_at")}, ${iso("expires_at")}, ${iso("revoked_at")},
       ${iso("last_used_at")}
     from api_keys where user_id = $1 order by id`,
    [userId],
  );
}

/** A time column as ISO 8601 text, under its own name. */
function iso(column: string): string {
  const format = 'YYYY-MM-DD"T"HH24:MI:SS"Z"';
  return `to_char(${column} at time zone 'UTC', '${format}') as ${column}`;
}
