import type { Sql } from "../database.ts";

/** Who did it. An `Actor` of a request fits; a task of the command line is of kind `task`. */
export interface AuditActor {
  readonly kind: string;
  /** A user id, the name of a key, of a job or of a task. */
  readonly name: string;
  readonly userId: string | null;
}

/**
 * What it was done to, as `kind:id`: `person:alice`, `key:17`, `model:lstm-1`, `transaction:…`. A person
 * is always named this way, so that the name can be taken out when the person is erased.
 */
export type AuditTarget = `${string}:${string}`;

export interface ActInput {
  readonly actor: AuditActor;
  /** The procedure, `coins.mint`, or the task, `user create`. */
  readonly act: string;
  readonly target: AuditTarget | null;
  /** Figures and settings. No secrets, and no names of people: they could never be erased. */
  readonly details: object;
  readonly requestId: string | null;
  readonly atMs: number;
}

/**
 * Adds an act to the audit log. Call it through the transaction of the act, so that there is no act
 * without its record and no record without its act.
 */
export async function recordAct(db: Sql, input: ActInput): Promise<void> {
  const { actor } = input;
  await db.sql(
    `insert into audit_log (kind, act, actor_kind, actor, actor_user_id, target, details,
       request_id, at)
     values ('act', $1, $2, $3, $4, $5, $6::jsonb, $7, to_timestamp($8::float8 / 1000))`,
    [
      input.act,
      actor.kind,
      actor.name,
      actor.userId,
      input.target,
      JSON.stringify(input.details),
      input.requestId,
      input.atMs,
    ],
  );
}
