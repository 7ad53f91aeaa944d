import { timingSafeEqual } from "node:crypto";
import { readSessionCookie } from "./session_cookie.ts";

/** What was sent to say who is asking; not yet looked up. */
export interface Credential {
  readonly value: string;
  /** A browser sends its cookie by itself; a header was sent on purpose. */
  readonly source: "header" | "cookie";
}

/** The longest key or token that is looked at; our keys have 52 characters, our tokens about 400. */
const MAX_LENGTH = 2_048;

/**
 * The credential of a request: `Authorization: Bearer …` or `X-API-Key: …`, else the session cookie,
 * never the query string. A header that is there but cannot be read counts as a wrong key, not as
 * none; so do two that differ, of which nobody could say whose request it is.
 */
export function readCredential(headers: Headers): Credential | null {
  const authorization = headers.get("authorization");
  const key = headers.get("x-api-key");
  if (authorization === null && key === null) {
    const secret = readSessionCookie(headers);
    return secret === null ? null : { value: secret, source: "cookie" };
  }
  const bearer = authorization === null ? null : /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const isOne = authorization === null || key === null || bearer === key;
  const value = isOne ? bearer ?? (authorization === null ? key : null) ?? "" : "";
  return { value: value.length > MAX_LENGTH ? "" : value, source: "header" };
}

/** The keyed hash under which keys and sessions are stored: HMAC-SHA-256 as hex. */
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
const SECRET_BYTES = 24;

/** A new key: `pck_` and 48 hexadecimal digits, 192 bits of chance. */
export function generateKey(): string {
  return `pck_${randomBytes().toHex()}`;
}

/** A new secret for a session's cookie. */
export function generateSessionSecret(): string {
  return randomBytes().toBase64({ alphabet: "base64url" });
}

function randomBytes(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
}
