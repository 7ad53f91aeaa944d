import {
  type CountryCode,
  findPhoneNumbersInText,
  isValidPhoneNumber,
} from "libphonenumber-js/max";
import type { Span } from "./view.ts";

/** Countries whose national way of writing is tried where a number has no country in front. */
const NATIONAL: readonly CountryCode[] = (
  "US TR PH GB IN DE FR ES IT BR CN AT CH NL BE PL SE NO DK FI IE PT CZ GR AU NZ ZA NG KE JP KR MX AR ID MY SG " +
  "AE SA EG RU UA RO HU"
).split(" ") as CountryCode[];
/** Countries whose bare ten or eleven digits are taken for a number without a word that says so. */
const BARE_COUNTRIES: readonly CountryCode[] = ["US", "TR", "PH"];

const WORDS =
  "phone|mobile|mob|cell|tel|telephone|telefon|telepono|telefono|teléfono|téléphone|telefone|fax|sms|whatsapp|signal|" +
  "handy|mobil|móvil|celular|cellulare|portable|gsm|rufnummer|número|numéro|numara|cep|landline|hotline";
const NAMED = new RegExp(
  `(?:(?<!\\p{L})(?:${WORDS}|call|text|number|nummer|dial|reach me|ring)(?!\\p{L})|电话号码|拨打|电话|電話)[^\\d+]{0,24}$`,
  "iu",
);
/** What is said of a number after it: whose it is, or that it should be called. */
const NAMED_AFTER = new RegExp(
  `^[\\s,.)]*(?:(?:is|ist|es|est|c'est) (?:my|mein\\p{L}*|mi|mon|the|our)\\s+(?:\\p{L}+\\s+)?(?:${WORDS}|number|nummer)(?!\\p{L})|(?:call|text|ring|phone) me(?!\\p{L}))`,
  "iu",
);
const MONEY_BEFORE =
  /(?:[$€£¥₿#]|\b(?:usd|eur|block|slot|epoch|ledger|height|id|price|supply|cap|volume|at|of|to|from|nonce|order|timestamp|tx|version)\s*:?)\s*$/i;
const UNIT_AFTER =
  /^\s*(?:%|[$€£¥₿]|(?:k|m|bn|usdt?|usdc|eur|dollars?|euros?|sats?|satoshis?|wei|gwei|btc|eth|sol|coins?|tokens?|blocks?|bytes|transactions?|hours?|days?|[A-Z]{3,5})\b)/i;
/** A run of digits with the signs that are written between those of a phone number. */
const CANDIDATE = /(?<![\w.,$€£₿#/-])\+?\(?\d[\d\s().\/-]{5,22}\d(?!\w|[.,]\d)/g;
const DAY =
  /(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})(?!\d)/;

/** One, two, three: that is counting. */
const COUNTING = /^1\D+2\D+3\D+4\D/;

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

function isNamed(text: string, start: number, end: number): boolean {
  return NAMED.test(text.slice(0, start)) || NAMED_AFTER.test(text.slice(end));
}

function isPhone(text: string, start: number, end: number): boolean {
  const found = text.slice(start, end);
  if (found.startsWith("+")) return true;
  if (COUNTING.test(found)) return false;
  if (isNamed(text, start, end)) return true;
  if (MONEY_BEFORE.test(text.slice(0, start)) || UNIT_AFTER.test(text.slice(end))) return false;
  // Prices and ranges have points and brackets too; figures of a phone number come in groups.
  return /^\d{10,11}$/.test(found) || /^\(?\d{1,4}\)?[ .-]?/.test(found) && groups(found) >= 3 ||
    /^\(\d{3}\)/.test(found);
}

function groups(text: string): number {
  return text.split(/\D+/).filter((group) => group !== "").length;
}

function isNational(text: string, found: string, start: number, end: number): boolean {
  const digits = found.replace(/\D/g, "");
  if (digits.length < 7 || digits.length > 15 || COUNTING.test(found)) return false;
  if (isNamed(text, start, end)) {
    return digits.length >= 10 || NATIONAL.some((country) => isValidPhoneNumber(found, country));
  }
  if (MONEY_BEFORE.test(text.slice(0, start)) || UNIT_AFTER.test(text.slice(end))) return false;
  // Written with a country or an area in front: how a number is given to be called.
  if (/^\+\d{1,3}[\s-]|^\+\d{10,14}$/.test(found)) return true;
  if (/^\(\d{2,4}\)\s?\d{3,4}[ -]\d{4}$/.test(found)) return true;
  if (startsLikeOne(found) && !isPartOfLonger(text, start, end)) {
    return NATIONAL.some((country) => isValidPhoneNumber(found, country));
  }
  return BARE.test(found) && BARE_COUNTRIES.some((country) => isValidPhoneNumber(digits, country));
}

/** Letters and digits in groups before or after it: an account number, of which this is a part. */
function isPartOfLonger(text: string, start: number, end: number): boolean {
  return /(?:^|\s)(?=\w*\d)[A-Z0-9]{2,} $/.test(text.slice(0, start)) ||
    /^ (?=\w*\d)[A-Z0-9]/.test(text.slice(end));
}

/**
 * A zero in front of an area in groups: `06 12 34 56 78`, `0171/1234567`, `(0711) 123456-78`. No price,
 * supply or height is written so; a day may be.
 */
function startsLikeOne(found: string): boolean {
  return /^(?:0[1-9]\d{0,4}[ /.-]|\(0[1-9]\d{0,4}\)|00[1-9]\d)/.test(found) &&
    found.replace(/\D/g, "").length >= 9 && !DAY.test(found) &&
    !/^\d{3}-\d{2}-\d{4}$/.test(found);
}

/** Ten digits, or eleven with a leading zero, in one piece or in the groups of a mobile number. */
const BARE = new RegExp(
  "^(?:0\\d{10}|[2-9]\\d{9}|\\d{3}[ .-]\\d{3}[ .-]?\\d{2}[ .-]?\\d{2}|" +
    "0\\d{3}[ -]?\\d{3}[ -]?\\d{2}[ -]?\\d{2}|0\\d{3}-\\d{3}-\\d{4})$",
);
