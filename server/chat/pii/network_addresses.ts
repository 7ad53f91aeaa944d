import ipaddr from "ipaddr.js";
import type { Span } from "./view.ts";

const OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const V4 = new RegExp(
  `(?<![\\w.:])(?!0\\d)(?:${OCTET}\\.){3}${OCTET}(?![\\w:]*[A-Za-z_])(?!\\d)(?:/\\d{1,2})?`,
  "g",
);
const V6 =
  /(?:(?<![\w:.])|(?<=[g-z])(?=\d[0-9a-f]{3}:[0-9a-f]))[0-9a-f:]*:[0-9a-f:.]*(?:\/\d{1,3})?(?![\w:])/gi;
const MAC =
  /(?<![\w:.-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])|(?<![\w.])(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?!\w)/gi;
const VERSION = /(?:\bv|version|release|core|client|node|geth|firmware)\s*$/i;
const NAMED_IP = /\bip(?:v6)?(?: address)?\s*(?:is|:|=)?\s*$/i;

/** Addresses of machines on a network, IPv4 and IPv6, with or without a prefix length. */
export function* findIpAddresses(text: string): Generator<Span> {
  for (const match of text.matchAll(V4)) {
    const start = match.index;
    // "Bitcoin Core 0.21.0.1" and "v1.2.3.4" are versions; nothing is reached at 0.x.
    const isVersion = VERSION.test(text.slice(0, start)) || /^0\.(?!0\.0\.0)/.test(match[0]);
    if (!isVersion) yield { start, end: start + match[0].length };
  }
  for (const match of text.matchAll(V6)) {
    const address = match[0].replace(/[.,:]$/, (sign) => match[0].endsWith("::") ? sign : "");
    const start = match.index;
    const isNamed = NAMED_IP.test(text.slice(0, start)) && address.split(":").length > 4;
    if (isNamed || isIpv6(address)) yield { start, end: start + address.length };
  }
}

function isIpv6(text: string): boolean {
  const [address = "", bits] = text.split("/");
  return ipaddr.IPv6.isValid(address) && Number(bits ?? 0) <= 128 && !isTimeOrRatio(address);
}

/** `1:2:3:4:5:6:7:8` is an address to the letter, but figures with colons are more often something else. */
function isTimeOrRatio(address: string): boolean {
  return /^\d(?::\d){7}$/.test(address);
}

/** Hardware addresses of network cards. */
export function* findMacAddresses(text: string): Generator<Span> {
  for (const match of text.matchAll(MAC)) {
    if (/^[0:.-]+$/.test(match[0])) continue;
    yield { start: match.index, end: match.index + match[0].length };
  }
}
