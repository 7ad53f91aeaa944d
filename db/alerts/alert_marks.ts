import type { Sql } from "../database.ts";

/** What someone was last told of a subject, from which the next alert is decided. */
export interface AlertMark {
  /** Who is told, and by which way. */
  readonly recipient: string;
  /** Null for the administrator's default. */
  readonly userId: string | null;
  /** `coin:BTC`, `market`, `gap:BTC`, `message` for the newest message, … */
  readonly subject: string;
  /** When it was last alerted; null where it never was. */
  readonly atMs: number | null;
  /** The price then, or how much there was of what is no price. */
  readonly value: number | null;
  /** True while a condition that is no price lasts. */
  readonly isOn: boolean;
  readonly mutedUntilMs: number | null;
}

/** Held while alerts are decided and written: of two instances, the second sees what the first wrote. */
const ALERT_LOCK = 7_402_168_017;

/** Waits for whoever decides on alerts now; freed with the transaction. */
export async function lockAlerts(tx: Sql): Promise<void> {
  await tx.sql("select pg_advisory_xact_lock($1)", [ALERT_LOCK]);
}

export async function readAlertMarks(db: Sql): Promise<AlertMark[]> {
  return await db.sql<AlertMark>(
    `select recipient, subject, user_id as "userId", at as "atMs", value, is_on as "isOn",
       muted_until as "mutedUntilMs"
     from alert_marks order by recipient, subject`,
  );
}

/** Writes marks in place of those there were. */
export async function saveAlertMarks(tx: Sql, marks: readonly AlertMark[]): Promise<void> {
  if (marks.length === 0) return;
  await tx.sql(
    `insert into alert_marks (recipient, subject, user_id, at, value, is_on, muted_until)
     select m.recipient, m.subject, m.user_id, to_timestamp(m.at / 1000), m.value, m.is_on,
       to_timestamp(m.muted / 1000)
     from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[], $6::bool[],
       $7::float8[]) as m(recipient, subject, user_id, at, value, is_on, muted)
     where m.user_id is null or exists (select from people p where p.user_id = m.user_id)
     on conflict (recipient, subject) do update set at = excluded.at, value = excluded.value,
       is_on = excluded.is_on, muted_until = excluded.muted_until`,
    [
      marks.map((mark) => mark.recipient),
      marks.map((mark) => mark.subject),
      marks.map((mark) => mark.userId),
      marks.map((mark) => mark.atMs),
      marks.map((mark) => mark.value),
      marks.map((mark) => mark.isOn),
      marks.map((mark) => mark.mutedUntilMs),
    ],
  );
}

/** For so long a person, or nobody's number, is told no more of a subject. */
export async function muteSubject(
  tx: Sql,
  input: { readonly userId: string | null; readonly subject: string; readonly untilMs: number },
): Promise<void> {
  await tx.sql(
    `update alert_marks set muted_until = to_timestamp($3::float8 / 1000)
     where user_id is not distinct from $1 and subject = $2`,
    [input.userId, input.subject, input.untilMs],
  );
}
