import { type ApiKey, createApiKey, personExists, type Role, type Sql } from "../../db/mod.ts";
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

/**
 * Makes an API key; only its keyed hash is stored.
 *
 * @throws {AppError} USER_NOT_FOUND for a person who is not there
 */
export async function createKey(
  tx: Sql,
  hashSecret: CryptoKey,
  by: DoneBy,
  wanted: KeyWanted,
): Promise<MadeKey> {
  if (wanted.userId !== null && !await personExists(tx, wanted.userId)) {
    throw new AppError("USER_NOT_FOUND", `There is no person "${wanted.userId}".`);
  }
  const made = await storeNewKey(tx, hashSecret, { ...wanted, createdAtMs: by.atMs });
  await recordDone(tx, by, {
    act: "keys.create",
    target: `key:${made.stored.id}`,
    details: { role: wanted.role, expires: wanted.expiresAtMs !== null },
  });
  return made;
}

/** Stores a new key without a record of the act. */
export async function storeNewKey(
  tx: Sql,
  hashSecret: CryptoKey,
  wanted: KeyWanted & { readonly createdAtMs: number },
): Promise<MadeKey> {
  const text = generateKey();
  const stored = await createApiKey(tx, {
    prefix: keyPrefix(text),
    secretHash: await hashKey(hashSecret, text),
    ...wanted,
  });
  return { text, stored };
}
