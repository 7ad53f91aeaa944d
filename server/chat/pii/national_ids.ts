import { weightedSum } from "./checksums.ts";
import type { Span } from "./view.ts";

/** A number that a state gave to a person: how it is written, and what else must hold. */
interface NationalId {
  readonly pattern: RegExp;
  readonly holds?: (text: string) => boolean;
  /** Words that must stand before it, where the pattern alone says too little. */
  readonly after?: RegExp;
}

const DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
const SOCIAL_SECURITY = /\b(?:ssn|social security)\b/i;
const PASSPORT = /\b(?:passport|pasaporte|reisepass|passeport)\b/i;

const NATIONAL_IDS: readonly NationalId[] = [
  // United States: social security number; taxpayer number (IRS: groups of the middle pair).
  { pattern: /(?<![\w-])(?!000|666|9)\d{3}([-.])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g },
  {
    pattern: /(?<![\w-])(?!000|666|9)\d{3}[-. ]?(?!00)\d{2}[-. ]?(?!0000)\d{4}(?![\w-])/g,
    after: SOCIAL_SECURITY,
  },
  { pattern: /(?<![\w-])9\d{2}([- ])(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\1\d{4}(?![\w-])/g },
  // Passports and driving licences of a letter and eight digits.
  { pattern: /(?<![\w-])[A-Z]\d{8}(?![\w-])/g },
  { pattern: /(?<!\w)(?=\w*\d)[A-Z0-9]{6,9}(?!\w)/gi, after: PASSPORT },
  // Spain: DNI/NIF and NIE, by the letter modulo 23.
  { pattern: /(?<!\w)\d{7,8}-?[A-Z](?!\w)/gi, holds: (text) => isDni(text) },
  { pattern: /(?<!\w)[XYZ]-?\d{7}-?[A-Z](?!\w)/gi, holds: (text) => isDni(text) },
  // United Kingdom: NHS number (modulus 11), National Insurance, temporary reference, driver number.
  { pattern: /(?<![\w-])\d{3}[ -]\d{3}[ -]\d{4}(?![\w-])/g, holds: isNhs },
  {
    pattern:
      /(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d{2} ?){3}[A-D](?!\w)/gi,
  },
  { pattern: /(?<!\w)\d{2} ?[A-Z] ?\d{3} ?\d{2}(?!\w)/g },
  { pattern: /(?<!\w)[A-Z9]{5} ?\d{3} ?\d{3} ?[A-Z9]{2} ?[0-9][A-Z0-9]{2}(?: ?\d{2})?(?!\w)/g },
  // Italy, India, Singapore, South Korea, Finland, Brazil.
  { pattern: /(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)/gi },
  { pattern: /(?<!\w)[A-Z]{3}[PCHABGJLFT][A-Z]\d{4}[A-Z](?!\w)/g },
  { pattern: /(?<!\w)[STFGM]\d{7}[A-Z](?!\w)/g },
  { pattern: /(?<![\w-])\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])-[1-4]\d{6}(?![\w-])/g },
  {
    pattern: /(?<!\w)(?:[0-2]\d|3[01])(?:0\d|1[0-2])\d{2}[-+A]\d{3}[0-9A-Y](?!\w)/g,
    holds: isHetu,
  },
  { pattern: /(?<!\w)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)/g },
];

/** How far before a number its name may stand. */
const REACH = 40;

/** Numbers of identity papers, insurance and tax. */
export function* findNationalIds(text: string): Generator<Span> {
  for (const { pattern, holds, after } of NATIONAL_IDS) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      if (holds !== undefined && !holds(match[0])) continue;
      if (after !== undefined && !after.test(text.slice(Math.max(0, start - REACH), start))) {
        continue;
      }
      yield { start, end: start + match[0].length };
    }
  }
}

function isDni(text: string): boolean {
  const id = text.replaceAll("-", "").toUpperCase();
  const number = id.slice(0, -1).replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter)));
  return DNI_LETTERS[Number(number) % 23] === id.at(-1);
}

function isNhs(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  const check = (11 - weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11;
  return check === Number(digits[9]);
}

function isHetu(text: string): boolean {
  const number = Number(text.slice(0, 6) + text.slice(7, 10));
  return "0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31] === text[10];
}
