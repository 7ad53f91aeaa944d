import ipaddr from "ipaddr.js";
import type { ClientPlace } from "./client_address.ts";
import { AppError } from "./errors.ts";

/** Whether the service works is asked by balancers, without a credential. */
const HEALTH = /^(?:\/api\/v1)?\/health(?:\/|$)/;

/**
 * What plain HTTP is answered where the pages are served over TLS. Pages are moved there. On this
 * machine all else is answered as ever; other machines learn whether the service works, and no more:
 * a key that was sent in the clear must not have been of use.
 *
 * @param secureOrigin where TLS is served, by the settings; never what the request calls us
 * @returns the move to it, or null where the request goes its usual way
 * @throws {AppError} FORBIDDEN, to other machines
 */
export function answerPlain(
  request: Request,
  place: ClientPlace,
  secureOrigin: string,
): Response | null {
  const { pathname, search } = new URL(request.url);
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead && (request.headers.get("accept")?.includes("text/html") ?? false)) {
    const location = `${secureOrigin}${pathname}${search}`;
    return new Response(null, { status: 308, headers: { location } });
  }
  if (HEALTH.test(pathname) || isLoopback(place.address)) return null;
  throw new AppError(
    "FORBIDDEN",
    `Plain HTTP is answered on this machine only. Use ${secureOrigin}, with a new key if one was sent.`,
  );
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
}
