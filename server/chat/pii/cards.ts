import { passesLuhn } from "./checksums.ts";
import type { Span } from "./view.ts";

const DIGITS = /(?<![\w.$€£₿#+])\d(?:[ -]?\d){12,18}(?![\w]|[.,]\d)/g;
const NAMED =
  /\b(?:cards?|visa|amex|american express|master ?card|maestro|diners|discover|cvv|cvc)\b/i;
const UNIT =
  /^\s*(?:wei|gwei|sats?|satoshis?|lamports?|usdt?|usdc|dollars?|euros?|coins?|tokens?|[A-Z]{3,5})\b/;
/** How far before a number its name may stand. */
const REACH = 40;

/** Numbers of payment cards: by prefix and checksum, or by being written or named as one. */
export function* findCards(text: string): Generator<Span> {
  for (const match of text.matchAll(DIGITS)) {
    const start = match.index;
    const end = start + match[0].length;
    const digits = match[0].replace(/\D/g, "");
    const isNamed = NAMED.test(text.slice(Math.max(0, start - REACH), start));
    if (isNamed) yield { start, end };
    else if (isPartOfLonger(text, start, end) || UNIT.test(text.slice(end))) continue;
    else if (isCard(digits) || isGrouped(match[0])) yield { start, end };
  }
}

/** Prefixes of the large networks (ISO/IEC 7812), with the checksum. */
function isCard(digits: string): boolean {
  const prefix = /^(?:4|5[0-9]|6[0-9]|2[2-7]|3[4-9]|30[0-5]|1[28]00|2131|122000)/;
  return prefix.test(digits) && passesLuhn(digits);
}

/** Groups before or after it: an account number, of which this is a part. */
function isPartOfLonger(text: string, start: number, end: number): boolean {
  return /(?<![A-Za-z])[A-Z]{0,2}\d*[A-Z0-9][ -]$/.test(
    text.slice(Math.max(0, start - 6), start),
  ) ||
    /^[ -]?[A-Z0-9]/.test(text.slice(end));
}

/** Four groups of four are how a card is written, whatever its checksum; four years are not one. */
function isGrouped(text: string): boolean {
  if (/^(?:(?:19|20)\d{2}[ -]?){4}$/.test(text)) return false;
  return /^\d{4}([ -])\d{4}\1\d{4}\1\d{4}$/.test(text);
}
