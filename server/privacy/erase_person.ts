import {
  type AuditActor,
  noteErasures,
  recordAct,
  retryConflicts,
  type Sql,
  type TransactionalSql,
} from "../../db/mod.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import { COIN_DATA } from "./coin_data.ts";
import { type ErasedPerson, PERSONAL_DATA } from "./personal_data.ts";

/** The part of the app that erasing takes; a restore, which erases again, has no more than this. */
export interface Eraser {
  readonly db: TransactionalSql;
  readonly jobs?: Pick<App["jobs"], "keepErasuresSoon">;
  now(): number;
}

/** Who asked for it, for the audit log. */
export interface AskedBy {
  readonly actor: AuditActor;
  readonly requestId: string | null;
}

/**
 * Erases a person: account, sessions, keys, consents are deleted; rows that must stay, those of the
 * ledger, of sealed rounds and of the audit log, keep a random pseudonym. Coins that are left stay
 * with the pseudonym, out of everyone's reach (docs/decisions/056-erasure.md). All of it or nothing.
 * That it was done is noted by a random number, for the day on which a backup is restored.
 *
 * @param by who asked for it, for the audit log; the password has been checked by the caller
 * @returns the pseudonym
 * @throws {AppError} USER_NOT_FOUND
 */
export async function erasePerson(
  app: Eraser,
  userId: string,
  by: AskedBy,
): Promise<{ readonly pseudonym: string }> {
  const nowMs = app.now();
  const pseudonym = `erased_${crypto.randomUUID().replaceAll("-", "")}`;
  const person = { userId, pseudonym, nowMs };
  // Whoever executes a pending transaction holds it and waits for the accounts; this holds the accounts.
  await retryConflicts(() =>
    app.db.transaction(async (tx) => {
      const tombstoneId = await lockPerson(tx, userId);
      for (const part of PERSONAL_DATA) await part.erase(tx, person);
      await noteErasures(tx, [{ tombstoneId, erasedAtMs: nowMs }]);
      await recordErasure(tx, person, by);
    })
  );
  // A transfer that was under way has ended by now, and may have been written under the old name.
  await retryConflicts(() => COIN_DATA.erase(app.db, person));
  app.jobs?.keepErasuresSoon();
  return { pseudonym };
}

/** Whoever would open something for the person at this moment waits, and then finds nobody. */
async function lockPerson(tx: Sql, userId: string): Promise<string> {
  const [found] = await tx.sql<{ tombstoneId: string }>(
    `select tombstone_id as "tombstoneId" from people where user_id = $1 for update`,
    [userId],
  );
  if (found !== undefined) return found.tombstoneId;
  throw new AppError("USER_NOT_FOUND", `There is no person "${userId}".`);
}

async function recordErasure(
  tx: Sql,
  { userId, pseudonym, nowMs }: ErasedPerson,
  { actor, requestId }: AskedBy,
): Promise<void> {
  const isSelf = actor.userId === userId;
  await recordAct(tx, {
    actor: isSelf ? { kind: actor.kind, name: pseudonym, userId: pseudonym } : actor,
    act: "privacy.erase",
    target: `person:${pseudonym}`,
    details: {},
    requestId,
    atMs: nowMs,
  });
}
