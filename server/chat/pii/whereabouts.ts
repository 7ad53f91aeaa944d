import type { Span } from "./view.ts";

const MONTH =
  "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|ene|abr|ago|dic|fév|avr|juin|juil|août|déc)\\p{L}*\\.?";
const DATE =
  `(?:\\d{1,4}[/.-]\\d{1,2}[/.-]\\d{1,4}|\\d{1,2}(?:st|nd|rd|th|\\.|er)?\\s+(?:of\\s+|de\\s+)?${MONTH},?\\s+(?:de\\s+)?\\d{4}|` +
  `${MONTH}\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4})`;
const BORN =
  "(?<!\\p{L})(?:born|birth ?day|birth ?date|date of birth|d\\.?o\\.?b\\.?|geboren|geb\\.|geburts(?:tag|datum)|née?|date de naissance|nacid[oa]|fecha de nacimiento|nat[oa] il|nascid[oa]|född|født|urodzon[ya])(?!\\p{L})";
const BIRTH_DATE = new RegExp(
  `${BORN}[^.!?]{0,48}?(${DATE})|(${DATE})[^.!?]{0,24}?${BORN}`,
  "giu",
);
/** The birthdays of these are not a person's. */
const THING = /\b(?:bitcoin|ethereum|blockchain|coin|token|network|genesis|block)\b/i;

/** Days on which someone was born, where the text says that they are. */
export function* findBirthDates(text: string): Generator<Span> {
  for (const match of text.matchAll(BIRTH_DATE)) {
    if (THING.test(text.slice(Math.max(0, match.index - 32), match.index) + match[0])) continue;
    yield { start: match.index, end: match.index + match[0].length };
  }
}

const NETWORKS =
  "skype|telegram|discord|whatsapp|snapchat|snap|instagram|insta|ig|twitter|facebook|fb|tiktok|wechat|line|signal|mastodon|linkedin|reddit";
const HANDLE = new RegExp(
  "\\b(?:my|me|mine)\\b[^.!?]{0,40}?(?<![\\w.])@\\w{3,}|" +
    `\\b(?:${NETWORKS})\\b\\s*(?:\\(|:|is(?=\\s+\\S*[\\d_#@])|id:?|handle:?|account:?|user:?)\\s*@?[\\w.#-]{4,}|` +
    "\\bon (?:skype|telegram|discord)\\s*\\(([\\w.#-]{3,})\\)",
  "gi",
);
/** What stands after "Discord is" in a sentence about it. */
const NOT_A_HANDLE =
  /(?:\(|:|is|id:?|handle:?|account:?|user:?)\s*(?:down|dead|full|used|better|worse|good|free|still|required|needed|banned|open|where|what|there|they|this|that|very|more|also|just|best|safe|called|going|https?)$/i;

/** Names by which someone is found in social media, where the text says whose they are. */
export function* findHandles(text: string): Generator<Span> {
  for (const match of text.matchAll(HANDLE)) {
    if (NOT_A_HANDLE.test(match[0])) continue;
    yield { start: match.index, end: match.index + match[0].length };
  }
}
