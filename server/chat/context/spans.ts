/** A stretch of the past that a question asks about. */
export interface PastSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** How it is spoken of: `the last 7 days`, `2026-11-29`. */
  readonly label: string;
  /** The same at the head of a sentence: `Over the last 7 days`, `On 2026-11-29`. */
  readonly lead: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** As many days as one reading of daily candles reaches back. */
const ALL_DAYS = 990;
/** Words for an hour, a day, a week, a month and a year, in the languages that are understood. */
const UNITS: readonly (readonly [hours: number, words: string])[] = [
  [1, "h|hrs?|hours?|stunden?|horas?|heures?|ore|ora|saat"],
  [24, "d|days?|tage?n?|días?|dias?|jours?|giorn[oi]|gün"],
  [168, "w|weeks?|wochen?|semanas?|semaines?|settiman[ae]|hafta"],
  [720, "months?|monate?n?|mes(?:es)?|mois|mes[ei]|ay"],
  [8_760, "y|years?|jahre?n?|años?|anos?|ans?|ann[oi]|yıl"],
];
const NUMBERS: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8 },
  ...{ nine: 9, ten: 10, twelve: 12, twenty: 20, thirty: 30, few: 3, couple: 2, half: 1 },
};
const COUNT = `(?:(\\d{1,4}|${Object.keys(NUMBERS).join("|")})(?:\\s+of)?[\\s-]*)?`;
const LAST =
  "(?:last|past|previous|recent|over(?: the)?|in the|within|during(?: the)?|for|letzten?|letzte[rs]?|vergangenen?|últim[oa]s?|derni[eè]re?s?|ultim[aoie]|son|this|diese[rsn]?|esta|este|cette|ce)";
const NEXT =
  "(?:next|in|within|coming|following|ahead|nächste[rsn]?|kommende[rsn]?|próxim[oa]s?|prochaine?s?|prossim[aoie]|önümüzdeki)";

/** Hours of "3 days", "week", "24h" after the words of `before`; null where there is none. */
function readHours(text: string, before: string, after = ""): number | null {
  for (const [hours, words] of UNITS) {
    const pattern = new RegExp(
      `(?<!\\p{L})${before}\\s*(?:the\\s+)?${COUNT}(?:${words})(?!\\p{L})${after}`,
      "u",
    );
    const match = pattern.exec(text);
    if (match === null) continue;
    const word = match[1] ?? "a";
    return (/^\d/.test(word) ? Number(word) : NUMBERS[word] ?? 1) * hours;
  }
  return null;
}

/**
 * The stretch of the past a question names: "the last 3 days", "a week ago", "yesterday", "on 12 May
 * 2021".
 *
 * @param text in lower case
 */
export function readPast(text: string, nowMs: number): PastSpan | null {
  const day = readDay(text, nowMs);
  if (day !== null) return day;
  const midnightMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  if (/(?<!\p{L})(?:yesterday|gestern|ayer|hier|ieri|ontem|dün)(?!\p{L})/u.test(text)) {
    const label = "yesterday (UTC)";
    return { fromMs: midnightMs - DAY_MS, toMs: midnightMs, label, lead: "Yesterday (UTC)" };
  }
  if (/\ball[- ]?time\b|\bath\b|\bsince (?:the )?(?:beginning|start)\b/.test(text)) {
    const label = "all days stored here";
    return { fromMs: nowMs - ALL_DAYS * DAY_MS, toMs: nowMs, label, lead: `Over ${label}` };
  }
  const isFuture = /\b(?:will|going to|forecast|predict\w*|expect\w*|next|tomorrow)\b/.test(text);
  const ago = readHours(text, "", "\\s*(?:ago|earlier)") ??
    readHours(text, "(?:vor|hace|il y a|há)");
  const hours = ago ?? readLast(text, isFuture);
  if (hours === null) return null;
  const label = `the last ${spanWords(hours)}`;
  return { fromMs: nowMs - hours * HOUR_MS, toMs: nowMs, label, lead: `Over ${label}` };
}

function readLast(text: string, isFuture: boolean): number | null {
  const last = isFuture && !/\b(?:last|past)\b/.test(text) ? null : readHours(text, LAST);
  if (last !== null) return last;
  if (isFuture) return null;
  if (/\bovernight\b|\b(?:this|since the) morning\b/.test(text)) return 12;
  if (
    /(?<!\p{L})(?:today|today's|daily|heute|hoy|aujourd'hui|oggi|hoje|bugün)(?!\p{L})/u.test(text)
  ) {
    return 24;
  }
  return readHours(
    text,
    "",
    "(?!\\s*(?:ahead|horizon|from now))(?=\\s*(?:change|move|gain|loss|performance|$))",
  );
}

/** `24 hours`, `7 days`. */
export function spanWords(hours: number): string {
  if (hours === 1) return "hour";
  return hours <= 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/** Hours ahead that a question names; null where it names none. */
export function readAhead(text: string): number | null {
  const isPast = /\b(?:ago|last|past|was|were|did)\b/.test(text);
  const hours = isPast && !/\b(?:will|next)\b/.test(text) ? null : readHours(text, NEXT);
  if (hours !== null) return hours;
  if (/(?<!\p{L})(?:tomorrow|morgen|mañana|demain|domani|amanhã|yarın)(?!\p{L})/u.test(text)) {
    return 24;
  }
  return readDistant(text);
}

const YEAR_HOURS = 8_760;

/** "By the end of the year", "in 2030", "long term": beyond any forecast. */
function readDistant(text: string): number | null {
  if (
    /\b(?:by|until|before|end of|in) (?:the )?(?:end of )?(?:the |this )?year|\bby 20\d\d\b/.test(
      text,
    )
  ) {
    return YEAR_HOURS;
  }
  if (/\b(?:in|by|until|before) (?:\w+ )?20[2-9]\d\b/.test(text) && /\bwill\b|\bbe\b/.test(text)) {
    return YEAR_HOURS;
  }
  return /\blong[- ]term|\blong run\b|\bever\b|\bthis (?:cycle|decade)\b|\bsomeday\b/.test(text)
    ? YEAR_HOURS
    : null;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH = `(${MONTHS.join("|")})[a-z]*\\.?`;
const DAYS: readonly RegExp[] = [
  /\b(?<year>20\d\d)-(?<month>\d{1,2})-(?<day>\d{1,2})\b/,
  /\b(?<day>\d{1,2})[./](?<month>\d{1,2})[./](?<year>20\d\d)\b/,
  new RegExp(
    `\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(?<name>${MONTH})(?:,?\\s+(?<year>20\\d\\d))?`,
  ),
  new RegExp(
    `\\b(?<name>${MONTH})\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?\\b(?:,?\\s+(?<year>20\\d\\d))?`,
  ),
];

const SINCE = /(?<!\p{L})(?:since|from|seit|desde|depuis|dal|from the)\s*(?:the\s*)?$/u;

/** A day of the calendar that is over; without a year the newest such day. */
function readDay(text: string, nowMs: number): PastSpan | null {
  for (const pattern of DAYS) {
    const match = pattern.exec(text);
    const groups = match?.groups;
    if (!match || !groups) continue;
    const month = groups["name"] === undefined
      ? Number(groups["month"]) - 1
      : MONTHS.indexOf(groups["name"].slice(0, 3));
    const day = Number(groups["day"]);
    const thisYear = new Date(nowMs).getUTCFullYear();
    const year = groups["year"] === undefined ? thisYear : Number(groups["year"]);
    let fromMs = Date.UTC(year, month, day);
    if (groups["year"] === undefined && fromMs > nowMs) fromMs = Date.UTC(year - 1, month, day);
    const isReal = new Date(fromMs).getUTCDate() === day && month >= 0 && month < 12;
    if (!isReal || fromMs > nowMs) continue;
    const label = new Date(fromMs).toISOString().slice(0, 10);
    if (SINCE.test(text.slice(0, match.index))) {
      return { fromMs, toMs: nowMs, label: `the time since ${label}`, lead: `Since ${label}` };
    }
    return { fromMs, toMs: Math.min(nowMs, fromMs + DAY_MS), label, lead: `On ${label}` };
  }
  return null;
}
