import { AppError } from "../errors.ts";
import { readSessionCookie } from "./session_cookie.ts";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses what another site's page makes a browser send: requests that change something and carry no
 * credential but the cookie, and those that would sign the browser in as someone else. A request with
 * a key or a token in a header is not of this kind: no browser adds one by itself.
 *
 * @param ownOrigins besides the host that the request names; `ALLOWED_ORIGINS`
 * @throws {AppError} FORBIDDEN
 */
export function assertSameOrigin(request: Request, ownOrigins: readonly string[]): void {
  const { method, headers } = request;
  if (SAFE_METHODS.includes(method)) return;
  if (headers.has("authorization") || headers.has("x-api-key")) return;
  if (isOwn(request, ownOrigins)) return;
  throw new AppError(
    "FORBIDDEN",
    "The request came from a page of another site. Send a key or a token in a header instead.",
  );
}

function isOwn(request: Request, ownOrigins: readonly string[]): boolean {
  const { headers } = request;
  const origin = headers.get("origin");
  if (origin !== null) {
    const host = headers.get("host") ?? new URL(request.url).host;
    // The scheme is not compared: a proxy that ends TLS hands on http, and the cookie is Secure.
    return URL.parse(origin)?.host === host || ownOrigins.includes(origin);
  }
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  // Every browser sends one of the two: what sends neither is a program, which has no cookie of ours.
  return readSessionCookie(headers) === null;
}
