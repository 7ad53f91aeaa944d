/**
 * The browser's session. `__Host-` makes the browser keep it for this host alone, over TLS (or on
 * loopback) and for every path; scripts cannot read it, and other sites' requests come without it.
 */
const NAME = "__Host-session";
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict";
const MAX_LENGTH = 256;

/** `Set-Cookie` that signs a browser in. */
export function sessionCookie(secret: string, maxAgeSeconds: number): string {
  return `${NAME}=${secret}; Max-Age=${maxAgeSeconds}; ${ATTRIBUTES}`;
}

/** `Set-Cookie` that makes the browser forget it. */
export function endedSessionCookie(): string {
  return `${NAME}=; Max-Age=0; ${ATTRIBUTES}`;
}

/** The secret that came with a request; null where none did, or one that cannot be ours. */
export function readSessionCookie(headers: Headers): string | null {
  for (const pair of headers.get("cookie")?.split(";") ?? []) {
    const [name, value = ""] = pair.trim().split("=", 2);
    if (name === NAME) return value === "" || value.length > MAX_LENGTH ? null : value;
  }
  return null;
}
