import type { Span } from "./view.ts";

/** Kinds of street that no other phrase ends in, in any case; the others only with a capital. */
const STREET = "(?:street|st\\.?|avenue|ave\\.?|road|rd\\.?|boulevard|blvd\\.?|lane|ln\\.?)";
const CAPITAL_STREET =
  "(?:Drive|Dr\\.?|Court|Ct\\.?|Square|Sq\\.?|Way|Place|Pl\\.?|Terrace|Parkway|Pkwy|Highway|Hwy|Circle|Cir\\.?)";
const NUMBERED = new RegExp(
  `(?<![\\w$€£.,])\\d{1,6}[A-Za-z]?,?\\s+(?:[A-Za-z][\\w'.-]*\\s+){1,3}?${STREET}(?!\\w)`,
  "gi",
);
const NUMBERED_CAPITAL = new RegExp(
  `(?<![\\w$€£.,])\\d{1,6}[A-Za-z]?,?\\s+(?:[A-Z][\\w'.-]*\\s+){1,3}?${CAPITAL_STREET}(?!\\w)`,
  "g",
);
const GERMAN =
  /\b\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|weg|platz|gasse|allee)\s+\d{1,4}[a-z]?\b/gu;
const ROMANCE =
  /\b(?:calle|avenida|rue|via|rua|plaza|piazza)\s+(?:[\p{L}'.]+\s+){1,4}?(?:n[º°.]?\s*)?\d{1,4}\b/giu;
const POST_BOX = /\bp\.?\s?o\.?\s*box\s+\d+\b/gi;
/** Streets that are spoken of in finance, and words that make it a sentence and not a place. */
const NOT_A_STREET =
  /\b(?:wall|silk|main street|the|a|an|to|of|in|on|at|is|are|was|by|and|or|for|per|from|with|that|this|down|right)\b/i;
const MAIN_STREET = /\bmain st/i;

/** Where someone lives: house number and street, post boxes. */
export function* findStreetAddresses(text: string): Generator<Span> {
  for (const pattern of [NUMBERED, NUMBERED_CAPITAL, GERMAN, ROMANCE, POST_BOX]) {
    for (const match of text.matchAll(pattern)) {
      const isPhrase = NOT_A_STREET.test(match[0].replace(MAIN_STREET, "")) && pattern !== POST_BOX;
      if (isPhrase) continue;
      yield { start: match.index, end: match.index + match[0].length };
    }
  }
}

const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const DATE =
  `(?:\\d{1,4}[/.-]\\d{1,2}[/.-]\\d{1,4}|\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH},?\\s+\\d{4}|${MONTH}\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4})`;
const BORN =
  "(?:\\bborn\\b|\\bbirth ?day\\b|\\bbirth ?date\\b|\\bdate of birth\\b|\\bd\\.?o\\.?b\\b)";
const BIRTH_DATE = new RegExp(`${BORN}[^.!?]{0,48}?(${DATE})|(${DATE})[^.!?]{0,24}?${BORN}`, "gi");
/** The birthdays of these are not a person's. */
const THING = /\b(?:bitcoin|ethereum|blockchain|coin|token|network|genesis|block)\b/i;

/** Days on which someone was born, where the text says that they are. */
export function* findBirthDates(text: string): Generator<Span> {
  for (const match of text.matchAll(BIRTH_DATE)) {
    if (THING.test(text.slice(Math.max(0, match.index - 32), match.index) + match[0])) continue;
    yield { start: match.index, end: match.index + match[0].length };
  }
}

const HANDLE =
  /\b(?:my|me|mine)\b[^.!?]{0,40}?(?<![\w.])@\w{3,}|\b(?:skype|telegram|discord|whatsapp|snapchat|instagram)\b\s*(?:\(|:|is|id:?|handle:?)\s*@?[\w.#-]{4,}|\bon (?:skype|telegram|discord)\s*\(([\w.#-]{3,})\)/gi;

/** Names by which someone is found in social media, where the text says whose they are. */
export function* findHandles(text: string): Generator<Span> {
  for (const match of text.matchAll(HANDLE)) {
    yield { start: match.index, end: match.index + match[0].length };
  }
}
