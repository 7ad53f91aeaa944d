import {
  type ApiKey,
  countKeysOf,
  createApiKey,
  holdPerson,
  type Role,
  type Sql,
} from "../../db/mod.ts";
import { AppError } from "../errors.ts";
import { generateKey, hashKey, keyPrefix } from "./credential.ts";
import { type DoneBy, recordDone } from "./done_by.ts";

export interface KeyWanted {
  readonly name: string | null;
  readonly role: Role;
  readonly expiresAtMs: number | null;
  /** The person it belongs to; null: nobody's. */
  readonly userId: string | null;
}

/** A key that has just been made: the only time that its text is known. */
export interface MadeKey {
  readonly text: string;
  readonly stored: ApiKey;
}

/** Each key has a limit of calls of its own: who could make any number would have none. */
const MOST_KEYS = 50;

/**
 * Makes an API key; only its keyed hash is stored.
 *
 * @throws {AppError} USER_NOT_FOUND for a person who is not there; INVALID_STATE for one who has 50
 */
export async function createKey(
  tx: Sql,
  hashSecret: CryptoKey,
  by: DoneBy,
  wanted: KeyWanted,
): Promise<MadeKey> {
  const made = await storeNewKey(tx, hashSecret, { ...wanted, createdAtMs: by.atMs });
  await recordDone(tx, by, {
    act: "keys.create",
    target: `key:${made.stored.id}`,
    details: { role: wanted.role, expires: wanted.expiresAtMs !== null },
  });
  return made;
}

/**
 * Stores a new key without a record of the act.
 *
 * @throws {AppError} USER_NOT_FOUND, INVALID_STATE
 */
export async function storeNewKey(
  tx: Sql,
  hashSecret: CryptoKey,
  wanted: KeyWanted & { readonly createdAtMs: number },
): Promise<MadeKey> {
  if (wanted.userId !== null) await assertRoom(tx, wanted.userId, wanted.createdAtMs);
  const text = generateKey();
  const stored = await createApiKey(tx, {
    prefix: keyPrefix(text),
    secretHash: await hashKey(hashSecret, text),
    ...wanted,
  });
  return { text, stored };
}

async function assertRoom(tx: Sql, userId: string, nowMs: number): Promise<void> {
  if (!await holdPerson(tx, userId)) {
    throw new AppError("USER_NOT_FOUND", `There is no person "${userId}".`);
  }
  if (await countKeysOf(tx, { userId, nowMs }) < MOST_KEYS) return;
  throw new AppError(
    "INVALID_STATE",
    `${MOST_KEYS} keys are in force, the most for one person. Revoke one that is not needed.`,
  );
}
