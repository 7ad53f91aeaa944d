import type { Sql } from "../database.ts";

/** A message of the outbox that one process has to itself for a while. */
export interface ClaimedMessage {
  readonly id: number;
  /** Where it goes, personal: never into a log. Null: the number of the environment. */
  readonly destination: string | null;
  readonly body: string;
  /** Counts this attempt. */
  readonly attempts: number;
  /** How often it was handed over without our learning what became of it. */
  readonly lostAnswers: number;
  readonly createdAtMs: number;
}

/** Which claim a result belongs to: one that was taken over meanwhile changes nothing. */
export interface MessageClaim {
  readonly id: number;
  readonly owner: string;
  readonly attempts: number;
}

const CLAIMED = `id, destination, body, attempts, lost_answers as "lostAnswers",
  created_at as "createdAtMs"`;

/**
 * Takes messages that are due, and those whose process died while it sent them: what became of such
 * a one is unknown. Two processes never get the same message.
 */
export async function claimMessages(
  db: Sql,
  input: {
    readonly owner: string;
    readonly leaseMs: number;
    readonly limit: number;
    readonly nowMs: number;
  },
): Promise<ClaimedMessage[]> {
  return await db.sql<ClaimedMessage>(
    `update alert_messages m set status = 'sending', attempts = m.attempts + 1, lease_owner = $1,
       lease_until = to_timestamp(($2::float8 + $3) / 1000),
       lost_answers = m.lost_answers + (m.status = 'sending')::int
     where m.id in (
       select id from alert_messages
       where expires_at > to_timestamp($2::float8 / 1000)
         and ((status = 'pending' and next_attempt_at <= to_timestamp($2::float8 / 1000))
           or (status = 'sending' and lease_until <= to_timestamp($2::float8 / 1000)))
       order by next_attempt_at, id limit $4 for update skip locked)
     returning ${CLAIMED}`,
    [input.owner, input.nowMs, input.leaseMs, input.limit],
  );
}

/** Ends messages whose time is over, unless some process is sending them now. Resolves to how many. */
export async function expireMessages(db: Sql, nowMs: number): Promise<number> {
  const rows = await db.sql(
    `update alert_messages set status = 'expired', settled_at = to_timestamp($1::float8 / 1000),
       lease_owner = null, lease_until = null,
       refusal = case when status = 'sending' then $2 else refusal end
     where expires_at <= to_timestamp($1::float8 / 1000)
       and (status = 'pending'
         or (status = 'sending' and lease_until <= to_timestamp($1::float8 / 1000)))
     returning id`,
    [nowMs, "The process that was sending it ended. It may have arrived."],
  );
  return rows.length;
}

/** Notes what became of a message. False where another process has taken it over. */
export async function settleMessage(
  db: Sql,
  claim: MessageClaim,
  result: {
    readonly status: "sent" | "failed";
    readonly providerId?: string | null;
    readonly refusal?: string | null;
    readonly nowMs: number;
  },
): Promise<boolean> {
  const rows = await db.sql(
    `update alert_messages set status = $4, provider_id = $5, refusal = $6,
       settled_at = to_timestamp($7::float8 / 1000), lease_owner = null, lease_until = null
     where id = $1 and lease_owner = $2 and attempts = $3 and status = 'sending' returning id`,
    [
      claim.id,
      claim.owner,
      claim.attempts,
      result.status,
      result.providerId ?? null,
      result.refusal ?? null,
      result.nowMs,
    ],
  );
  return rows.length === 1;
}

/** Puts a message back for later, with what kept it from being sent. */
export async function postponeMessage(
  db: Sql,
  claim: MessageClaim,
  input: {
    readonly nextAttemptMs: number;
    readonly refusal: string;
    /** True where it was handed over and no answer came back. */
    readonly answerLost: boolean;
  },
): Promise<boolean> {
  const rows = await db.sql(
    `update alert_messages set status = 'pending', refusal = $4,
       next_attempt_at = to_timestamp($5::float8 / 1000),
       lost_answers = lost_answers + $6::bool::int, lease_owner = null, lease_until = null
     where id = $1 and lease_owner = $2 and attempts = $3 and status = 'sending' returning id`,
    [claim.id, claim.owner, claim.attempts, input.refusal, input.nextAttemptMs, input.answerLost],
  );
  return rows.length === 1;
}
