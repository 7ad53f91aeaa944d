import {
  type CountryCode,
  findPhoneNumbersInText,
  isValidPhoneNumber,
} from "libphonenumber-js/max";
import type { Span } from "./view.ts";

/** Countries whose national way of writing is tried where a number has no country in front. */
const NATIONAL: readonly CountryCode[] = [
  "US",
  "TR",
  "PH",
  "GB",
  "IN",
  "DE",
  "FR",
  "ES",
  "IT",
  "BR",
  "CN",
];
/** Countries whose bare ten or eleven digits are taken for a number without a word that says so. */
const BARE_COUNTRIES: readonly CountryCode[] = ["US", "TR", "PH"];

const NAMED = new RegExp(
  "(?:\\b(?:phone|mobile|mob|cell|tel|telephone|telefon|telepono|telefono|téléphone|fax|call|text|sms|" +
    "whatsapp|signal|number|numara|cep|dial|reach me|ring)|电话号码|拨打)[^\\d+]{0,24}$",
  "i",
);
const MONEY_BEFORE =
  /(?:[$€£¥₿#]|\b(?:usd|eur|block|slot|epoch|ledger|height|id|price|supply|cap|volume|at|of|to|from|nonce)\s*:?)\s*$/i;
const UNIT_AFTER =
  /^\s*(?:%|[$€£¥₿]|(?:k|m|bn|usdt?|usdc|eur|dollars?|euros?|sats?|satoshis?|wei|gwei|btc|eth|sol|coins?|tokens?|blocks?|bytes|transactions?|hours?|days?|[A-Z]{3,5})\b)/i;
/** A run of digits with the signs that are written between those of a phone number. */
const CANDIDATE = /(?<![\w.,$€£₿#/-])\+?\(?\d[\d\s().\/-]{5,22}\d(?!\w|[.,]\d)/g;

/** Phone numbers as libphonenumber knows them, and bare digits that only its rules make one. */
export function* findPhones(text: string): Generator<Span> {
  if (!/\d(?:\D{0,3}\d){5}/.test(text)) return;
  for (const { startsAt, endsAt } of findPhoneNumbersInText(text, { defaultCountry: "US" })) {
    if (isPhone(text, startsAt, endsAt)) yield { start: startsAt, end: endsAt };
  }
  for (const match of text.matchAll(CANDIDATE)) {
    const start = match.index;
    const end = start + match[0].length;
    if (isNational(text, match[0], start, end)) yield { start, end };
  }
}

function isPhone(text: string, start: number, end: number): boolean {
  const found = text.slice(start, end);
  if (found.startsWith("+")) return true;
  const before = text.slice(0, start);
  if (NAMED.test(before)) return true;
  if (MONEY_BEFORE.test(before) || UNIT_AFTER.test(text.slice(end))) return false;
  // Prices and ranges have points and brackets too; figures of a phone number come in groups.
  return /^\d{10,11}$/.test(found) || /^\(?\d{1,4}\)?[ .-]?/.test(found) && groups(found) >= 3 ||
    /^\(\d{3}\)/.test(found);
}

function groups(text: string): number {
  return text.split(/\D+/).filter((group) => group !== "").length;
}

function isNational(text: string, found: string, start: number, end: number): boolean {
  const before = text.slice(0, start);
  const digits = found.replace(/\D/g, "");
  if (digits.length < 7 || digits.length > 15) return false;
  if (NAMED.test(before)) {
    return digits.length >= 10 || NATIONAL.some((country) => isValidPhoneNumber(found, country));
  }
  if (MONEY_BEFORE.test(before) || UNIT_AFTER.test(text.slice(end))) return false;
  // Written with a country or an area in front: how a number is given to be called.
  if (/^\+\d{1,3}[\s-]|^\+\d{10,14}$/.test(found)) return true;
  if (/^\(\d{2,4}\)\s?\d{3,4}[ -]\d{4}$/.test(found)) return true;
  return BARE.test(found) && BARE_COUNTRIES.some((country) => isValidPhoneNumber(digits, country));
}

/** Ten digits, or eleven with a leading zero, in one piece or in the groups of a mobile number. */
const BARE = new RegExp(
  "^(?:0\\d{10}|[2-9]\\d{9}|\\d{3}[ .-]\\d{3}[ .-]?\\d{2}[ .-]?\\d{2}|" +
    "0\\d{3}[ -]?\\d{3}[ -]?\\d{2}[ -]?\\d{2}|0\\d{3}-\\d{3}-\\d{4})$",
);
