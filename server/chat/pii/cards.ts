import { passesLuhn } from "./checksums.ts";
import type { Span } from "./view.ts";

const DIGITS = /(?<![\w.$€£₿#+])\d(?:[ -]?\d){12,18}(?![\w]|[.,]\d)/g;
const DOTTED = /(?<![\w.])\d{4}(?:\.\d{4}){3}(?![\w.])/g;
const NAMED =
  /\b(?:cards?|kreditkarte|karte|tarjeta|carte bancaire|visa|amex|jcb|american express|master ?card|maestro|diners|discover|cvv|cvc)\b/i;
const UNIT =
  /^\s*(?:wei|gwei|sats?|satoshis?|lamports?|usdt?|usdc|dollars?|euros?|coins?|tokens?|[A-Z]{3,5})\b/;
/** How far before a number its name may stand. */
const REACH = 40;

/** Numbers of payment cards: by prefix and checksum, or by being written or named as one. */
export function* findCards(text: string): Generator<Span> {
  for (const match of text.matchAll(DIGITS)) {
    const start = match.index;
    const end = start + match[0].length;
    const isNamed = NAMED.test(text.slice(Math.max(0, start - REACH), start));
    if (isNamed) yield { start, end };
    else if (isPartOfLonger(text, start, end) || UNIT.test(text.slice(end))) continue;
    // A number of coins may pass the check too, but it is a round one.
    else if (/0{6}$/.test(match[0]) && text.trim() !== match[0]) continue;
    else if (isCard(match[0]) || isGrouped(match[0])) yield { start, end };
  }
  for (const match of text.matchAll(DOTTED)) {
    if (isCard(match[0])) yield { start: match.index, end: match.index + match[0].length };
  }
}

/** Prefixes of the large networks (ISO/IEC 7812), with the checksum, in one piece or in their groups. */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  const prefix = /^(?:4|5[0-9]|6[0-9]|2[2-7]|3[4-9]|30[0-5]|1[28]00|2131|122000)/;
  return (digits === text || GROUPS.test(text)) && prefix.test(digits) && passesLuhn(digits);
}

/** Prices one after the other are digits with spaces too: groups of a card are of four, or 4-6-5. */
const GROUPS = /^\d{4}([ .-])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?$|^\d{4}([ -])\d{6}\2\d{4,5}$/;

/** Groups before or after it: an account number, of which this is a part. */
function isPartOfLonger(text: string, start: number, end: number): boolean {
  return /(?<![A-Za-z])[A-Z]{0,2}\d*[A-Z0-9][ -]$/.test(
    text.slice(Math.max(0, start - 6), start),
  ) ||
    /^[ -]?[A-Z0-9]/.test(text.slice(end));
}

/** Four groups of four are how a card is written, whatever its checksum; years and rising prices are not. */
function isGrouped(text: string): boolean {
  if (!/^\d{4}([ -])\d{4}\1\d{4}\1\d{4}$/.test(text)) return false;
  const groups = text.split(/[ -]/).map(Number);
  const rises = groups.every((value, place) => place === 0 || value > groups[place - 1]!);
  const falls = groups.every((value, place) => place === 0 || value < groups[place - 1]!);
  const isYears = groups.every((value) => value >= 1900 && value < 2100);
  return !rises && !falls && !isYears;
}
