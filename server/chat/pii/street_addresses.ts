import type { Span } from "./view.ts";

/** Kinds of street that no other phrase ends in, in any case; the others only with a capital. */
const STREET = "(?:street|st\\.?|avenue|ave\\.?|road|rd\\.?|boulevard|blvd\\.?|lane|ln\\.?)";
const CAPITAL_STREET =
  "(?:Drive|Dr\\.?|Court|Ct\\.?|Square|Sq\\.?|Way|Place|Pl\\.?|Terrace|Parkway|Pkwy|Highway|Hwy|Circle|Cir\\.?|Crescent|Close|Gardens|Mews|Trail|Loop)";
const HOUSE = "(?<![\\w$€£.,])\\d{1,6}(?:-?[A-Za-z])?,?\\s+";
const NUMBERED = new RegExp(
  `${HOUSE}(?:[A-Za-z][\\w'.-]*\\s+){1,3}?${STREET}(?!\\w)`,
  "gi",
);
const NUMBERED_CAPITAL = new RegExp(
  `${HOUSE}(?:[A-Z][\\w'.-]*\\s+){1,3}?${CAPITAL_STREET}(?!\\w)`,
  "g",
);
/** German, Dutch and Nordic streets end in what they are. */
const COMPOUND =
  /(?<!\p{L})\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|weg|platz|gasse|allee|damm|ufer|chaussee|straat|laan|gracht|plein|kade|gatan|vägen|gata|vej|gade|veien|vegen|katu)\s+\d{1,4}\s?[a-zA-Z]?(?!\w)/gu;
const ROMANCE =
  /(?<!\p{L})(?:calle|c\/|avenida|avda\.?|av\.|paseo|carrera|rue|rua|travessa|viale|corso|via|plaza|piazza)\s+(?:[\p{L}'.]+,?\s+){1,4}?(?:n[º°.]?\s*)?\d{1,4}\b/giu;
const FRENCH =
  /(?<![\w$€£.,])\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|allée|chemin|impasse|quai|cours)\s+(?:(?:de|du|des|la|le|les)\s+|d'|l')*\p{Lu}[\p{L}'-]+/giu;
const SLAVIC =
  /(?<!\p{L})(?:ul\.|al\.|os\.|ulica|ulice|ул\.|улица|проспект|пр\.)\s*\p{Lu}[\p{L}.\s-]{2,30}?,?\s*(?:д\.\s*)?\d{1,4}[a-zA-Z]?(?!\w)/gu;
/** Name and number, postcode and place: how an address is written over most of Europe. */
const WITH_PLACE =
  /(?<!\p{L})\p{Lu}[\p{L}.'-]+(?:\s+\p{L}[\p{L}.'-]*){0,3}\s\d{1,4}\s?[a-zA-Z]?,\s*(?:[A-Z]{1,2}-)?(?:\d{5}|(?!19|20)\d{4}|\d{4} ?[A-Z]{2}|\d{3} \d{2}|\d{2}-\d{3})\s+\p{Lu}\p{Ll}+/gu;
const EAST_ASIAN =
  /〒\s?\d{3}-?\d{4}|\p{Script=Han}{2,}(?:路|街|道|巷|町|丁目)\s?\d{1,5}(?:号|番地|-\d{1,4})/gu;
const POST_BOX = /\b(?:p\.?\s?o\.?\s*box|postfach|apartado|boîte postale)\s+\d+\b/gi;
const POSTCODE =
  /(?<!\p{L})(?:my|our|mein[e]?|mi|mon)\s+(?:post ?code|zip(?: code)?|plz|postleitzahl|código postal|code postal)\s*(?:is|ist|es|est|:)?\s*((?=[A-Z\d -]*\d)[A-Z\d](?:[ -]?[A-Z\d]){3,8})/giu;

/** Streets that are spoken of in finance, and words that make it a sentence and not a place. */
const NOT_A_STREET =
  /\b(?:wall|silk|main street|the|a|an|to|of|in|on|at|is|are|was|by|and|or|for|per|from|with|that|this|down|right|before|after|when|because)\b/i;
const MAIN_STREET = /\bmain st/i;
/** Payment "via" something, in a year. */
const SENTENCE =
  /^(?:via|plaza|corso)\b.*(?:\b(?:the|in|at|for|of|to|with)\b|\b(?:19|20)\d{2}$)|^via\s+\p{Ll}/iu;

/** Where someone lives: house number and street, post boxes, postcodes that are called one's own. */
export function* findStreetAddresses(text: string): Generator<Span> {
  for (const pattern of [NUMBERED, NUMBERED_CAPITAL]) {
    for (const match of text.matchAll(pattern)) {
      if (NOT_A_STREET.test(match[0].replace(MAIN_STREET, ""))) continue;
      yield { start: match.index, end: match.index + match[0].length };
    }
  }
  for (const match of text.matchAll(ROMANCE)) {
    if (NOT_A_STREET.test(match[0].replace(/\ba\b/, "")) || SENTENCE.test(match[0])) continue;
    yield { start: match.index, end: match.index + match[0].length };
  }
  for (
    const pattern of [COMPOUND, FRENCH, SLAVIC, WITH_PLACE, EAST_ASIAN, POST_BOX, POSTCODE]
  ) {
    for (const match of text.matchAll(pattern)) {
      yield { start: match.index, end: match.index + match[0].length };
    }
  }
}
