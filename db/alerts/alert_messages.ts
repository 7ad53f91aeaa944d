import type { Sql } from "../database.ts";

export type MessageStatus = "pending" | "sending" | "sent" | "failed" | "expired";

/** A message of the outbox. */
export interface AlertMessage {
  readonly id: number;
  readonly userId: string | null;
  /** A telephone number, personal: never into a log or an answer. Null: the environment's. */
  readonly destination: string | null;
  readonly alertIds: readonly number[];
  readonly body: string;
  readonly isTest: boolean;
  readonly status: MessageStatus;
  readonly attempts: number;
  readonly nextAttemptAtMs: number;
  readonly expiresAtMs: number;
  readonly providerId: string | null;
  /** Why the provider would not, or did not, send it. */
  readonly refusal: string | null;
  readonly createdAtMs: number;
  readonly settledAtMs: number | null;
}

const COLUMNS = `id, user_id as "userId", destination,
  to_jsonb(alert_ids) as "alertIds", body,
  is_test as "isTest", status, attempts, next_attempt_at as "nextAttemptAtMs",
  expires_at as "expiresAtMs", provider_id as "providerId", refusal,
  created_at as "createdAtMs", settled_at as "settledAtMs"`;

/** A message to write, or alerts for one that waits. */
export interface OutgoingMessage {
  readonly userId: string | null;
  readonly destination: string | null;
  /** Alerts of one group go into one message as long as that was not tried. */
  readonly groupKey: string;
  readonly alertIds: readonly number[];
  readonly sendAtMs: number;
  readonly expiresAtMs: number;
  readonly nowMs: number;
}

/**
 * Writes a message, or adds its alerts to one of its group that waits. The body is made of all alerts
 * of the message, so the caller sets it by {@link setMessageBody} in the same transaction.
 */
export async function addToOutbox(tx: Sql, message: OutgoingMessage): Promise<AlertMessage> {
  const rows = await tx.sql<AlertMessage>(
    `insert into alert_messages as m (user_id, channel, destination, group_key, alert_ids, body,
       is_test, status, attempts, next_attempt_at, expires_at, created_at)
     values ($1, 'message', $2, $3, $4::bigint[], '', false, 'pending', 0,
       to_timestamp($5::float8 / 1000), to_timestamp($6::float8 / 1000),
       to_timestamp($7::float8 / 1000))
     on conflict (group_key) where status = 'pending' and attempts = 0
       do update set alert_ids = m.alert_ids || excluded.alert_ids
     returning ${COLUMNS}`,
    [
      message.userId,
      message.destination,
      message.groupKey,
      message.alertIds,
      message.sendAtMs,
      message.expiresAtMs,
      message.nowMs,
    ],
  );
  return rows[0]!;
}

export async function setMessageBody(
  tx: Sql,
  input: { readonly id: number; readonly body: string },
): Promise<AlertMessage> {
  const rows = await tx.sql<AlertMessage>(
    `update alert_messages set body = $2 where id = $1 returning ${COLUMNS}`,
    [input.id, input.body],
  );
  return rows[0]!;
}

/** Messages to a person, or to nobody's number where `userId` is null, the newest first. */
export async function listAlertMessages(
  db: Sql,
  input: {
    readonly userId: string | null;
    /** True: those of the default rules too. */
    readonly withDefaults: boolean;
    readonly status?: MessageStatus | undefined;
    readonly beforeId?: number | undefined;
    readonly limit: number;
  },
): Promise<AlertMessage[]> {
  return await db.sql<AlertMessage>(
    `select ${COLUMNS} from alert_messages
     where (user_id = $1 or ($2 and user_id is null)) and ($3::text is null or status = $3)
       and ($4::bigint is null or id < $4)
     order by id desc limit $5`,
    [input.userId, input.withDefaults, input.status ?? null, input.beforeId ?? null, input.limit],
  );
}

/** Removes alerts and settled messages older than a moment. Resolves to how many of each. */
export async function pruneAlerts(
  tx: Sql,
  beforeMs: number,
): Promise<{ readonly alerts: number; readonly messages: number }> {
  const messages = await tx.sql(
    `delete from alert_messages where created_at < to_timestamp($1::float8 / 1000)
       and status in ('sent', 'failed', 'expired') returning id`,
    [beforeMs],
  );
  const alerts = await tx.sql(
    "delete from alerts where created_at < to_timestamp($1::float8 / 1000) returning id",
    [beforeMs],
  );
  await tx.sql(
    `delete from alert_marks where not is_on and at < to_timestamp($1::float8 / 1000)
       and coalesce(muted_until, at) < to_timestamp($1::float8 / 1000)`,
    [beforeMs],
  );
  return { alerts: alerts.length, messages: messages.length };
}

/** A test is of now: it is not sent later. */
const TEST_LIFE_MS = 10 * 60_000;

/** Puts a test message into the outbox. */
export async function addTestMessage(
  db: Sql,
  input: {
    readonly userId: string | null;
    readonly destination: string | null;
    readonly nowMs: number;
  },
): Promise<AlertMessage> {
  const at = new Date(input.nowMs).toISOString().slice(0, 16).replace("T", " ");
  const rows = await db.sql<AlertMessage>(
    `insert into alert_messages (user_id, channel, destination, group_key, alert_ids, body, is_test,
       status, attempts, next_attempt_at, expires_at, created_at)
     values ($1, 'message', $2, $3, '{}', $4, true, 'pending', 0, to_timestamp($5::float8 / 1000),
       to_timestamp(($5::float8 + $6) / 1000), to_timestamp($5::float8 / 1000))
     returning ${COLUMNS}`,
    [
      input.userId,
      input.destination,
      `test:${crypto.randomUUID()}`,
      `Test: alerts arrive here (${at} UTC).`,
      input.nowMs,
      TEST_LIFE_MS,
    ],
  );
  return rows[0]!;
}
