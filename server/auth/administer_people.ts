import {
  type Database,
  disablePerson,
  enablePerson,
  findPerson,
  type ListedPerson,
  listPeople,
  type Person,
  type Role,
  setPassword,
  setRole,
  type Sql,
} from "../../db/mod.ts";
import { AppError } from "../errors.ts";
import { createAccount, type NewAccount } from "./create_account.ts";
import { type DoneBy, recordDone } from "./done_by.ts";
import { generatePassword, hashPassword } from "./passwords.ts";
import type { PersonView } from "./schema.ts";

/** A page of people by user id. */
export async function readPeople(
  db: Database,
  input: { readonly search: string; readonly limit: number; readonly cursor: string | null },
): Promise<{ readonly people: PersonView[]; readonly next_cursor: string | null }> {
  const { search, limit, cursor } = input;
  const rows = await listPeople(db, { search, afterUserId: cursor, limit: limit + 1 });
  const people = rows.slice(0, limit).map(toPersonView);
  return { people, next_cursor: rows.length > limit ? people.at(-1)!.user_id : null };
}

/**
 * Makes an account for someone else; without a password one is made up, to be shown once.
 *
 * @throws {AppError} VALIDATION_ERROR, CONFLICT
 */
export async function createPerson(
  db: Database,
  by: DoneBy,
  input: Omit<NewAccount, "password"> & { readonly password?: string | undefined },
): Promise<{ readonly person: PersonView; readonly password: string | null }> {
  const made = input.password === undefined ? generatePassword() : null;
  const account = { ...input, password: input.password ?? made! };
  const person = await db.transaction(async (tx) => {
    const person = await createAccount(tx, account, by.atMs);
    const details = { role: person.role };
    await recordDone(tx, by, { act: "people.create", target: targetOf(person), details });
    return person;
  });
  return { person: toPersonView(person), password: made };
}

/**
 * Bars a person: sessions and tokens end, keys rest.
 *
 * @throws {AppError} USER_NOT_FOUND; INVALID_STATE for oneself
 */
export async function disable(db: Database, by: DoneBy, userId: string): Promise<PersonView> {
  refuseOneself(by, userId);
  return await change(
    db,
    by,
    "people.disable",
    userId,
    (tx) => disablePerson(tx, { userId, nowMs: by.atMs }),
  );
}

/** Lets a person in again; keys that rested work again. @throws {AppError} USER_NOT_FOUND */
export async function enable(db: Database, by: DoneBy, userId: string): Promise<PersonView> {
  return await change(db, by, "people.enable", userId, (tx) => enablePerson(tx, userId));
}

/** @throws {AppError} USER_NOT_FOUND; INVALID_STATE for oneself */
export async function changeRole(
  db: Database,
  by: DoneBy,
  input: { readonly userId: string; readonly role: Role },
): Promise<PersonView> {
  refuseOneself(by, input.userId);
  const details = { role: input.role };
  return await change(db, by, "people.setRole", input.userId, (tx) => setRole(tx, input), details);
}

/**
 * Gives a person a password that is made up, to be shown once, and ends every session.
 *
 * @throws {AppError} USER_NOT_FOUND
 */
export async function resetPassword(
  db: Database,
  by: DoneBy,
  userId: string,
  password: string = generatePassword(),
): Promise<{ readonly person: PersonView; readonly password: string }> {
  const passwordHash = await hashPassword(password);
  const person = await change(db, by, "people.resetPassword", userId, async (tx) => {
    await setPassword(tx, { userId, passwordHash, keptSessionId: null, nowMs: by.atMs });
    return await findPerson(tx, userId);
  });
  return { person, password };
}

/** Nobody locks out the last administrator, or acts in anger on the account in use. */
function refuseOneself(by: DoneBy, userId: string): void {
  if (by.actor.userId !== userId) return;
  throw new AppError("INVALID_STATE", "This is your own account. Ask another administrator.");
}

async function change(
  db: Database,
  by: DoneBy,
  act: string,
  userId: string,
  work: (tx: Sql) => Promise<Person | null>,
  details: object = {},
): Promise<PersonView> {
  return await db.transaction(async (tx) => {
    const person = await work(tx);
    if (person === null) throw new AppError("USER_NOT_FOUND", `There is no person "${userId}".`);
    await recordDone(tx, by, { act, target: targetOf(person), details });
    return toPersonView(person);
  });
}

function targetOf(person: Person): `person:${string}` {
  return `person:${person.userId}`;
}

function toPersonView(person: Person | ListedPerson): PersonView {
  const seenAtMs = "lastSeenAtMs" in person ? person.lastSeenAtMs : null;
  return {
    user_id: person.userId,
    email: person.email,
    role: person.role,
    disabled: person.disabledAtMs !== null,
    created_at: new Date(person.createdAtMs).toISOString(),
    last_seen_at: seenAtMs === null ? null : new Date(seenAtMs).toISOString(),
  };
}
