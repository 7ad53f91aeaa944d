import ipaddr from "ipaddr.js";
import type { ClientPlace } from "../client_address.ts";

/** What a proxy puts into a request, whether we trust it or not. */
const FORWARDED = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
];
const LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Whether a program on this machine asks, by itself and on purpose. What came through a proxy does
 * not, though the connection is from loopback: neither through one of `TRUSTED_PROXIES`, whatever it
 * says of the client, nor through one that leaves its mark. A browser that a page of another site has
 * sent here asks by the name of that site.
 *
 * @param ownNames names besides `localhost` that this server is called by
 */
export function isLocal(
  peer: string,
  place: ClientPlace,
  request: Request,
  ownNames: readonly string[],
): boolean {
  if (!place.isDirect || !isLoopback(peer)) return false;
  if (FORWARDED.some((name) => request.headers.has(name))) return false;
  const { hostname } = new URL(request.url);
  return LOCAL_NAMES.includes(hostname) || ownNames.includes(hostname);
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
}
