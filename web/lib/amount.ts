/**
 * Amounts of TB Coin. Outside they are decimal text, inside whole units of 10⁻⁸; no float is ever
 * between, so nothing is rounded.
 */

const DECIMALS = 8;
const UNITS_A_COIN = 10n ** BigInt(DECIMALS);
/** As many digits before the point as the server takes. */
const WHOLE_DIGITS = 18;
const NBSP = "\u00a0";
const MINUS = "\u2212";

/** What became of a text that should be an amount. */
export type AmountReading =
  | { readonly units: bigint; readonly problem?: undefined }
  | { readonly units?: undefined; readonly problem: string };

/** The amount that someone typed, or one sentence that says what to type instead. */
export function readAmount(typed: string): AmountReading {
  const text = typed.trim();
  if (text === "") return { problem: "Enter an amount." };
  if (text.includes(",")) {
    return { problem: "Write the amount with a point and without commas, for instance 1234.5." };
  }
  const parts = /^(\d*)(?:\.(\d*))?$/.exec(text);
  const whole = parts?.[1] ?? "";
  const fraction = (parts?.[2] ?? "").replace(/0+$/, "");
  if (!parts || (whole === "" && (parts[2] ?? "") === "")) {
    return { problem: "Enter a positive number such as 12.5." };
  }
  if (fraction.length > DECIMALS) {
    return { problem: `An amount has at most ${DECIMALS} decimals.` };
  }
  if (whole.replace(/^0+/, "").length > WHOLE_DIGITS) {
    return { problem: "That is more than there can be." };
  }
  const units = BigInt(whole || "0") * UNITS_A_COIN + BigInt(fraction.padEnd(DECIMALS, "0"));
  return units === 0n ? { problem: "Enter an amount above zero." } : { units };
}

/** The units of a decimal text of the server; null for anything else. */
export function toUnits(text: string): bigint | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return null;
  const fraction = (parts[3] ?? "").replace(/0+$/, "");
  if (fraction.length > DECIMALS) return null;
  const size = BigInt(parts[2] ?? "0") * UNITS_A_COIN + BigInt(fraction.padEnd(DECIMALS, "0"));
  return parts[1] === "-" ? -size : size;
}

/** Plain decimal text, as the server takes it: no separators, no trailing zeros. */
export function printUnits(units: bigint): string {
  const size = units < 0n ? -units : units;
  const fraction = String(size % UNITS_A_COIN).padStart(DECIMALS, "0").replace(/0+$/, "");
  const whole = String(size / UNITS_A_COIN);
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Plain decimal text without trailing zeros; what is no such number stays as it is. */
export function trimAmount(text: string): string {
  const units = toUnits(text);
  return units === null ? text : printUnits(units);
}

/** For the eye: `1,234.5`, all its decimals, no trailing zeros, a real minus. */
export function formatAmount(text: string): string {
  const [whole = "", fraction] = trimAmount(text).split(".");
  const grouped = whole.replace("-", "").replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = whole.startsWith("-") ? MINUS : "";
  return `${sign}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** `1,234.5 TBC` */
export function formatCoins(text: string): string {
  return `${formatAmount(text)}${NBSP}TBC`;
}

/** `+1,234.5` or `−1,234.5`, for what came in or went out. */
export function formatSigned(text: string): string {
  const units = toUnits(text);
  return units !== null && units > 0n ? `+${formatAmount(text)}` : formatAmount(text);
}

/** The sum of decimal texts, exact. */
export function addAmounts(texts: readonly string[]): string {
  return printUnits(texts.reduce((sum, text) => sum + (toUnits(text) ?? 0n), 0n));
}
