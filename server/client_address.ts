import ipaddr from "ipaddr.js";

/** What is known of the other end of a connection. */
export interface ClientPlace {
  /** The client's address. */
  readonly address: string;
  /** True when the client speaks TLS with a proxy that we trust. */
  readonly isSecure: boolean;
  /** True when no trusted proxy stands between. */
  readonly isDirect: boolean;
}

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Makes the reader of client addresses. `X-Forwarded-For` is written by anyone, so it counts only as
 * far as trusted proxies have written it: from the right, the first address that is not a trusted
 * proxy is the client.
 *
 * @param trusted addresses and networks, `10.0.0.0/8`; the settings have checked them
 */
export function createClientReader(
  trusted: readonly string[],
): (peer: string, headers: Headers) => ClientPlace {
  const networks = trusted.map(parseNetwork);
  return (peer, headers) => {
    if (!isTrusted(networks, peer)) {
      return { address: plain(peer), isSecure: false, isDirect: true };
    }
    const protocol = lastOf(headers.get("x-forwarded-proto"));
    return {
      address: walk(networks, peer, headers.get("x-forwarded-for")),
      isSecure: protocol?.toLowerCase() === "https",
      isDirect: false,
    };
  };
}

function parseNetwork(text: string): Network {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

function walk(networks: readonly Network[], peer: string, forwarded: string | null): string {
  let nearest = plain(peer);
  for (const hop of (forwarded ?? "").split(",").reverse()) {
    const address = withoutPort(hop.trim());
    // A hop that is no address was not written by a proxy of ours: what is left of it neither.
    if (!ipaddr.isValid(address)) break;
    nearest = plain(address);
    if (!isTrusted(networks, address)) break;
  }
  return nearest;
}

function isTrusted(networks: readonly Network[], text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return networks.some(([network, bits]) =>
    network.kind() === address.kind() && address.match(network, bits)
  );
}

/** IPv4 that came in as IPv6 is written as IPv4. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](:\d+)?$/.exec(hop);
  if (bracketed !== null) return bracketed[1]!;
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(hop) ? hop.slice(0, hop.lastIndexOf(":")) : hop;
}

function lastOf(list: string | null): string | undefined {
  return list?.split(",").at(-1)?.trim();
}
