import * as check from "./id_checks.ts";
import type { Span } from "./view.ts";

/** A number that a state gave to a person: how it is written, and what else must hold. */
interface NationalId {
  readonly pattern: RegExp;
  readonly holds?: (text: string) => boolean;
  /**
   * Words that must stand before it, where pattern and checksum say too little: a supply or a volume
   * may have them by chance. Of a text that is the number alone, nothing else can be meant.
   */
  readonly after?: RegExp;
  /** False where not even a text of the number alone tells enough. */
  readonly alone?: boolean;
}

const SOCIAL_SECURITY = /\b(?:ssn|social security)\b/i;
const PAPERS =
  /\b(?:passport|pasaporte|passaporte|passaporto|reisepass\w*|passeport|paspoort\w*|pass(?:nummer|nr)|personalausweis\w*|ausweis\w*|identity card|id card|carte d'identité|carta d'identità|national id(?:entity)?|driv(?:er'?s?|ing) licen[cs]e|führerschein\w*|permis de conduire|patente)\b/i;
const TAX = /\b(?:steuer\S*|tax|idnr|tin|identifikationsnummer|oib)\b/i;
const HEALTH = /\b(?:medicare|health (?:card|insurance))\b/i;

const NATIONAL_IDS: readonly NationalId[] = [
  // United States: social security number; taxpayer number (IRS: groups of the middle pair); Medicare; DEA.
  { pattern: /(?<![\w-])(?!000|666|9)\d{3}([-.])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g },
  {
    pattern: /(?<![\w-])(?!000|666|9)\d{3}[-. ]?(?!00)\d{2}[-. ]?(?!0000)\d{4}(?![\w-])/g,
    after: SOCIAL_SECURITY,
    alone: false,
  },
  { pattern: /(?<![\w-])9\d{2}([- ])(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\1\d{4}(?![\w-])/g },
  {
    pattern:
      /(?<!\w)[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-[AC-HJKMNP-RT-Y]{2}\d{2}(?!\w)/g,
  },
  {
    pattern: /(?<!\w)[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}(?!\w)/g,
    holds: check.isDea,
    after: /\bdea\b/i,
  },
  // Passports, identity cards and driving licences: what is named as one; a letter and eight digits.
  { pattern: /(?<![\w-])[A-Z]\d{8}(?![\w-])/g },
  { pattern: /(?<!\w)(?=\w*\d\w*\d)[A-Z0-9]{6,13}(?!\w)/gi, after: PAPERS, alone: false },
  // Spain: DNI/NIF and NIE. Portugal: NIF.
  { pattern: /(?<!\w)\d{7,8}-?[A-Z](?!\w)/gi, holds: check.isDni },
  { pattern: /(?<!\w)[XYZ]-?\d{7}-?[A-Z](?!\w)/gi, holds: check.isDni },
  {
    pattern: /(?<![\w.,])[1-3]\d{8}(?!\w|[.,]\d)/g,
    holds: check.isPortugueseNif,
    after: /\b(?:nif|contribuinte)\b/i,
    alone: false,
  },
  // United Kingdom: NHS number, National Insurance, temporary reference, driver number.
  { pattern: /(?<![\w-])\d{3}[ -]\d{3}[ -]\d{4}(?![\w-])/g, holds: check.isNhs },
  {
    pattern:
      /(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d{2} ?){3}[A-D](?!\w)/gi,
  },
  { pattern: /(?<!\w)\d{2} ?[A-Z] ?\d{3} ?\d{2}(?!\w)/g },
  { pattern: /(?<!\w)[A-Z9]{5} ?\d{3} ?\d{3} ?[A-Z9]{2} ?[0-9][A-Z0-9]{2}(?: ?\d{2})?(?!\w)/g },
  // France, Belgium, Netherlands, Germany and Croatia.
  {
    pattern:
      /(?<![\w.,])[12][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[AB])(?:[ .-]?\d{3}){2}[ .-]?\d{2}(?!\w|[.,]\d)/gi,
    holds: check.isNir,
  },
  { pattern: /(?<![\w.])\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}(?!\w)/g, holds: check.isRegisterNumber },
  {
    pattern: /(?<![\w.,])\d{9}(?!\w|[.,]\d)/g,
    holds: check.isBsn,
    after: /\b(?:bsn|burgerservice\w*|sofi)\b/i,
    alone: false,
  },
  {
    pattern: /(?<![\w.,])\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\w|[.,]\d)/g,
    holds: check.isMod11And10,
    after: TAX,
  },
  // Italy, Poland, Turkey, Romania, Bulgaria.
  { pattern: /(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)/gi },
  { pattern: /(?<![\w.,])\d{11}(?!\w|[.,]\d)/g, holds: check.isPesel, after: /\bpesel\b/i },
  {
    pattern: /(?<![\w.,])[1-9]\d{10}(?!\w|[.,]\d)/g,
    holds: check.isKimlik,
    after: /\b(?:kimlik|tckn|t\.?c\.?)/i,
  },
  { pattern: /(?<![\w.,])[1-8]\d{12}(?!\w|[.,]\d)/g, holds: check.isCnp, after: /\bcnp\b/i },
  {
    pattern: /(?<![\w.,])\d{10}(?!\w|[.,]\d)/g,
    holds: check.isEgn,
    after: /\b(?:egn|егн)(?!\p{L})/iu,
    alone: false,
  },
  // Sweden, Norway, Denmark, Finland, Czechia and Slovakia.
  { pattern: /(?<![\w-])(?:19|20)?\d{6}[-+]\d{4}(?![\w-])/g, holds: check.isPersonnummer },
  {
    pattern: /(?<![\w.,])\d{6} ?\d{5}(?!\w|[.,]\d)/g,
    holds: check.isFodselsnummer,
    after: /\b(?:fødsels\w*|personnummer)\b/i,
  },
  { pattern: /(?<![\w-])\d{6}-\d{4}(?![\w-])/g, holds: check.isCpr, after: /\bcpr\b/i },
  {
    pattern: /(?<!\w)(?:[0-2]\d|3[01])(?:0\d|1[0-2])\d{2}[-+A]\d{3}[0-9A-Y](?!\w)/g,
    holds: check.isHetu,
  },
  { pattern: /(?<![\w/])\d{6}\/\d{3,4}(?![\w/])/g, holds: check.isRodneCislo },
  // Brazil, Chile, Argentina, Mexico, Canada.
  { pattern: /(?<!\w)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)/g },
  { pattern: /(?<![\w.,])\d{11}(?!\w|[.,]\d)/g, holds: check.isCpf, after: /\bcpf\b/i },
  { pattern: /(?<!\w)\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}(?!\w)/g, holds: check.isCnpj },
  { pattern: /(?<![\w.])\d{1,2}\.\d{3}\.\d{3}-[\dkK](?!\w)/g, holds: check.isRut },
  { pattern: /(?<![\w-])(?:2[0347]|3[034])-\d{8}-\d(?![\w-])/g, holds: check.isCuil },
  { pattern: /(?<!\w)[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d(?!\w)/gi },
  {
    pattern: /(?<!\w)[A-ZÑ&]{4}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[A-Z\d]{3}(?!\w)/gi,
    after: /\brfc\b/i,
  },
  { pattern: /(?<![\w-])\d{3}-\d{3}-\d{3}(?![\w-])/g, holds: check.isSin },
  {
    pattern: /(?<![\w.,])\d{3} ?\d{3} ?\d{3}(?!\w|[.,]\d)/g,
    holds: check.isSin,
    after: /\bSIN\b|social insurance/,
    alone: false,
  },
  // India, Singapore, South Korea, China, Hong Kong, Thailand.
  { pattern: /(?<!\w)[A-Z]{3}[PCHABGJLFT][A-Z]\d{4}[A-Z](?!\w)/g },
  { pattern: /(?<![\w-])[2-9]\d{3}-\d{4}-\d{4}(?![\w-])/g, holds: check.isAadhaar },
  {
    pattern: /(?<![\w.,])[2-9]\d{3} ?\d{4} ?\d{4}(?!\w|[.,]\d)/g,
    holds: check.isAadhaar,
    after: /\b(?:aadh?aar|uidai|uid)\b/i,
  },
  { pattern: /(?<!\w)[STFGM]\d{7}[A-Z](?!\w)/g },
  { pattern: /(?<![\w-])\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])-[1-4]\d{6}(?![\w-])/g },
  { pattern: /(?<!\w)[1-9]\d{16}[\dX](?!\w)/gi, holds: check.isResidentNumber },
  { pattern: /(?<!\w)[A-Z]{1,2}\d{6}\([\dA]\)/g },
  { pattern: /(?<![\w-])\d-\d{4}-\d{5}-\d{2}-\d(?![\w-])/g, holds: check.isThaiId },
  // Australia, South Africa.
  {
    pattern: /(?<![\w.,])\d{3} ?\d{3} ?\d{3}(?!\w|[.,]\d)/g,
    holds: check.isTfn,
    after: /\b(?:tfn|tax file)\b/i,
  },
  {
    pattern: /(?<![\w.,])[2-6]\d{3} ?\d{5} ?\d(?!\w|[.,]\d)/g,
    holds: check.isMedicare,
    after: HEALTH,
  },
  {
    pattern: /(?<![\w.,])\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\w|[.,]\d)/g,
    holds: check.isAbn,
    after: /\babn\b/i,
  },
  {
    pattern: /(?<![\w.,])\d{13}(?!\w|[.,]\d)/g,
    holds: check.isSouthAfricanId,
    after: /\b(?:id|identity)\b/i,
  },
];

/** A number that its own words say to be someone's, whatever its form. */
const NAMED_AS_ONE =
  /\b(?:my|his|her|mein[es]?|mon|mi|minha)\s+(?:\S+\s+)?(?:id|identity|identification|citizen|personal|tax|insurance|social security|licen[cs]e|passport)\s*(?:number|no\.?|nr\.?|#)\s*(?:is|ist|est|es|:)?\s*([A-Z0-9](?:[ ./-]?[A-Z0-9]){5,})/gi;

/** How far before a number its name may stand. */
const REACH = 40;

/** Numbers of identity papers, insurance and tax. */
export function* findNationalIds(text: string): Generator<Span> {
  for (const { pattern, holds, after, alone } of NATIONAL_IDS) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (holds !== undefined && !holds(match[0])) continue;
      const isAlone = alone !== false && holds !== undefined && text.trim() === match[0];
      const isNamed = after === undefined ||
        after.test(text.slice(Math.max(0, start - REACH), start));
      if (isNamed || isAlone) yield { start, end };
    }
  }
  for (const match of text.matchAll(NAMED_AS_ONE)) {
    if ((match[1]!.match(/\d/g) ?? []).length < 5) continue;
    const end = match.index + match[0].length;
    yield { start: end - match[1]!.length, end };
  }
}
