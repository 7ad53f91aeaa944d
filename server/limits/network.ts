import ipaddr from "ipaddr.js";

/**
 * What is counted as one client: an IPv4 address, or the /64 network of an IPv6 address, since one
 * subscriber has all of that. IPv4 written as IPv6 counts as IPv4; what is no address stays as it is.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address.slice(0, 64);
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`);
  return `${network.toString()}/64`;
}
