import { timingSafeEqual } from "node:crypto";

/** What was sent to say who is asking; not yet looked up. */
export interface Credential {
  readonly value: string;
}

/** The longest key that is looked at; ours have 51 characters. */
const MAX_LENGTH = 512;

/**
 * The key of a request: `Authorization: Bearer KEY` or `X-API-Key: KEY`, never the query string. A
 * header that is there but cannot be read counts as a wrong key, not as none.
 */
export function readCredential(headers: Headers): Credential | null {
  const authorization = headers.get("authorization");
  const key = headers.get("x-api-key");
  if (authorization === null && key === null) return null;
  const bearer = authorization === null ? null : /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const value = bearer ?? (authorization === null ? key : null) ?? "";
  return { value: value.length > MAX_LENGTH ? "" : value };
}

/**
 * The keyed hash under which a key is stored: HMAC-SHA-256 as hex. The key of the hash lives in
 * `DATA_DIR`, so a copy of the database alone does not let anyone try keys.
 */
export async function hashKey(secret: CryptoKey, value: string): Promise<string> {
  const digest = await crypto.subtle.sign("HMAC", secret, new TextEncoder().encode(value));
  return new Uint8Array(digest).toHex();
}

/** Compares two hashes in a time that does not depend on where they differ. */
export function equalHashes(a: string, b: string): boolean {
  const left = new TextEncoder().encode(a);
  const right = new TextEncoder().encode(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The part of a key by which it is found; it tells nothing of the rest. */
export function keyPrefix(value: string): string {
  return value.slice(0, KEY_PREFIX_LENGTH);
}

const KEY_PREFIX_LENGTH = 12;
const KEY_BYTES = 24;

/** A new key: `pck_` and 48 hexadecimal digits, 192 bits of chance. */
export function generateKey(): string {
  return `pck_${crypto.getRandomValues(new Uint8Array(KEY_BYTES)).toHex()}`;
}
