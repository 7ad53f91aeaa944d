import { recordAct, retryConflicts, type Sql } from "../../db/mod.ts";
import type { App, RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { COIN_DATA } from "./coin_data.ts";
import { type ErasedPerson, PERSONAL_DATA } from "./personal_data.ts";

/**
 * Erases a person: account, sessions, keys, consents are deleted; rows that must stay, those of the
 * ledger, of sealed rounds and of the audit log, keep a random pseudonym. Coins that are left stay
 * with the pseudonym, out of everyone's reach (docs/decisions/056-erasure.md). All of it or nothing.
 *
 * @param by who asked for it, for the audit log; the password has been checked by the caller
 * @returns the pseudonym
 * @throws {AppError} USER_NOT_FOUND
 */
export async function erasePerson(
  app: App,
  userId: string,
  by: Pick<RequestContext, "actor" | "requestId">,
): Promise<{ readonly pseudonym: string }> {
  const nowMs = app.now();
  const pseudonym = `erased_${crypto.randomUUID().replaceAll("-", "")}`;
  const person = { userId, pseudonym, nowMs };
  // Whoever executes a pending transaction holds it and waits for the accounts; this holds the accounts.
  await retryConflicts(() =>
    app.db.transaction(async (tx) => {
      await lockPerson(tx, userId);
      for (const part of PERSONAL_DATA) await part.erase(tx, person);
      await recordErasure(tx, person, by);
    })
  );
  // A transfer that was under way has ended by now, and may have been written under the old name.
  await retryConflicts(() => COIN_DATA.erase(app.db, person));
  return { pseudonym };
}

/** Whoever would open something for the person at this moment waits, and then finds nobody. */
async function lockPerson(tx: Sql, userId: string): Promise<void> {
  const found = await tx.sql("select from people where user_id = $1 for update", [userId]);
  if (found.length === 1) return;
  throw new AppError("USER_NOT_FOUND", `There is no person "${userId}".`);
}

async function recordErasure(
  tx: Sql,
  { userId, pseudonym, nowMs }: ErasedPerson,
  { actor, requestId }: Pick<RequestContext, "actor" | "requestId">,
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
