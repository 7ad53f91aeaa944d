import type { Sql } from "../database.ts";

/**
 * Ends what had a meaning only at the moment of a backup: sessions, since whoever signed out or changed
 * a password after it would be signed in again; messages that were waiting, since they may have been
 * sent after it; notes of changes, whose transaction numbers are those of another time.
 */
export async function settleRestored(
  db: Sql,
  input: { readonly nowMs: number },
): Promise<{ readonly sessions: number; readonly messages: number }> {
  const sessions = await db.sql("delete from sessions returning id");
  const messages = await db.sql(
    `update alert_messages set status = 'expired', lease_owner = null, lease_until = null,
       refusal = 'The database was restored: it may have been sent.',
       settled_at = to_timestamp($1::float8 / 1000)
     where status in ('pending', 'sending') returning id`,
    [input.nowMs],
  );
  await db.sql("delete from live_events");
  return { sessions: sessions.length, messages: messages.length };
}
