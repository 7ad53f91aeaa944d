import { findCards } from "./cards.ts";
import { blankChainReferences } from "./chain_references.ts";
import { findEmails } from "./emails.ts";
import { findIbans } from "./iban.ts";
import { findNationalIds } from "./national_ids.ts";
import { findIpAddresses, findMacAddresses } from "./network_addresses.ts";
import { findPersonNames } from "./person_names.ts";
import { findPhones } from "./phones.ts";
import { findSecrets, findUserNames } from "./secrets.ts";
import { closeSpacedOut, undoDefanging, writeSpokenDigits } from "./spoken_digits.ts";
import { normaliseText, sourceSpan, type Span, type View } from "./view.ts";
import { findStreetAddresses } from "./street_addresses.ts";
import { findBirthDates, findHandles } from "./whereabouts.ts";

/** The kinds of personal data that are looked for. */
export const PII_TYPES = [
  "email",
  "phone",
  "credit_card",
  "iban",
  "national_id",
  "ip_address",
  "mac_address",
  "secret",
  "user_name",
  "street_address",
  "date_of_birth",
  "social_handle",
  "person_name",
] as const;

export type PiiType = (typeof PII_TYPES)[number];

/** A piece of the text that is personal: `[start, end)` in UTF-16 units of the text as given. */
export interface Finding extends Span {
  readonly type: PiiType;
}

type Detector = (text: string) => Iterable<Span>;

/** In order of trust: where two findings overlap, the earlier kind is the one that is told. */
const DETECTORS: readonly (readonly [PiiType, Detector])[] = [
  ["email", findEmails],
  ["iban", findIbans],
  ["credit_card", findCards],
  ["national_id", findNationalIds],
  ["ip_address", findIpAddresses],
  ["mac_address", findMacAddresses],
  ["phone", findPhones],
  ["street_address", findStreetAddresses],
  ["date_of_birth", findBirthDates],
  ["user_name", findUserNames],
  ["social_handle", findHandles],
  ["person_name", findPersonNames],
];

/** Alphabets with letters that look like Latin ones, and words of their own. */
const OTHER_ALPHABET = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/**
 * Finds personal data in a question. The text is first freed of what hides it: invisible characters,
 * lookalike letters, compatibility forms, digits in words, letters spaced out. Wallet addresses,
 * hashes, prices and block heights are not personal.
 *
 * @returns findings in order of place, none overlapping another
 */
export function findPersonalData(source: string): Finding[] {
  const plain = normaliseText(source);
  const found = searchView(plain, source);
  for (const tidy of [writeSpokenDigits, closeSpacedOut, undoDefanging]) {
    const view = tidy(plain);
    if (view.text !== plain.text) found.push(...searchView(view, source));
  }
  const asWritten = OTHER_ALPHABET.test(source) ? normaliseText(source, false) : plain;
  if (asWritten.text !== plain.text) found.push(...searchView(asWritten, source));
  return withoutOverlaps(found);
}

/** The text with each finding replaced by its kind in brackets: `[email]`. */
export function sanitize(source: string, findings: readonly Finding[]): string {
  let text = "";
  let place = 0;
  for (const { start, end, type } of findings) {
    text += `${source.slice(place, start)}[${type}]`;
    place = end;
  }
  return text + source.slice(place);
}

function searchView(view: View, source: string): Finding[] {
  const found: Finding[] = [];
  const add = (type: PiiType, span: Span) => {
    const place = sourceSpan(view, span);
    if (place.end > place.start && place.end <= source.length) found.push({ type, ...place });
  };
  // Keys and seed words look like chain references: they are searched before those are blanked.
  for (const span of findSecrets(view.text)) add("secret", span);
  const text = blankChainReferences(view.text);
  for (const [type, detect] of DETECTORS) {
    for (const span of detect(text)) add(type, span);
  }
  return found;
}

function withoutOverlaps(found: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const finding of found) {
    const overlaps = kept.some((one) => one.start < finding.end && finding.start < one.end);
    if (!overlaps) kept.push(finding);
  }
  return kept.sort((a, b) => a.start - b.start);
}
