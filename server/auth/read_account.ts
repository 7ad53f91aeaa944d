import { type Database, findPerson, readApiKey } from "../../db/mod.ts";
import type { Actor, RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { chargeCall } from "../limits/charge_call.ts";
import type { Account, AuthStatus } from "./schema.ts";
import { isSignUpOpen } from "./sign_up_switch.ts";

/**
 * Who is signed in, if anyone, and what a visitor may do; never refused to who sends no wrong key. The
 * answer tells whether a key is right, so wrong ones are counted as everywhere.
 *
 * @throws {AppError} RATE_LIMITED
 */
export async function readStatus(ctx: RequestContext): Promise<AuthStatus> {
  const { app, actor } = ctx;
  if (actor.kind === "rejected") await chargeCall(ctx);
  const isKnown = actor.kind === "person" || actor.kind === "key";
  const [account, isOpen] = await Promise.all([
    isKnown ? describeAccount(app.db, actor) : null,
    isSignUpOpen(app),
  ]);
  return { account, sign_up_open: isOpen, key_required: app.config.apiKeyRequired };
}

/** @throws {AppError} UNAUTHORIZED for a person who was erased in the meantime */
export async function describeAccount(db: Database, actor: Actor): Promise<Account> {
  return actor.kind === "person" ? await describePerson(db, actor) : await describeKey(db, actor);
}

async function describePerson(db: Database, actor: Actor): Promise<Account> {
  const person = await findPerson(db, actor.name);
  if (person === null) throw new AppError("UNAUTHORIZED", "This account is no more.");
  return {
    kind: "person",
    user_id: person.userId,
    email: person.email,
    role: person.role,
    name: person.userId,
    created_at: new Date(person.createdAtMs).toISOString(),
    password_changed_at: new Date(person.passwordChangedAtMs).toISOString(),
  };
}

async function describeKey(db: Database, actor: Actor): Promise<Account> {
  const key = actor.keyId === null ? null : await readApiKey(db, actor.keyId);
  return {
    kind: "key",
    user_id: actor.userId,
    email: null,
    role: actor.role === "admin" ? "admin" : "user",
    name: actor.name,
    created_at: key === null ? null : new Date(key.createdAtMs).toISOString(),
    password_changed_at: null,
  };
}
