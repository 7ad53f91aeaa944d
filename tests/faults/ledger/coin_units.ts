/** One coin in its smallest parts: the model counts in whole numbers and shares no code with the ledger. */
const UNITS = 100_000_000n;

/** `"12.5"` as 1,250,000,000 units. */
export function toUnits(text: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,8}))?$/.exec(text);
  if (parts === null) throw new RangeError(`${JSON.stringify(text)} is not an amount.`);
  const units = BigInt(parts[2] as string) * UNITS + BigInt((parts[3] ?? "").padEnd(8, "0"));
  return parts[1] === "-" ? -units : units;
}

/** 1,250,000,000 units as `"12.50000000"`. */
export function toText(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(9, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

/** `units` × `percent` / 100, to whole units, halves to the even one. */
export function percentOf(units: bigint, percent: string): bigint {
  const divisor = UNITS * 100n;
  const product = units * toUnits(percent);
  const [whole, rest] = [product / divisor, product % divisor];
  if (rest * 2n === divisor) return whole + whole % 2n;
  return rest * 2n > divisor ? whole + 1n : whole;
}
