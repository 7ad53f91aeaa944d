import type { Span } from "./view.ts";

const NAME = "[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}._%+'-]*[\\p{L}\\p{N}_+-])?";
const PLAIN = new RegExp(
  `${NAME}@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*)\\.)+(?:xn--[a-z0-9-]+|\\p{L}{2,})`,
  "giu",
);

const AT = "(?:\\s?@\\s?|\\s*[([{<]\\s*(?:at|@|arroba)\\s*[)\\]}>]\\s*)";
const DOT =
  "(?:\\s?\\.\\s?|\\s*[([{<]\\s*(?:dot|\\.|punto|punkt)\\s*[)\\]}>]\\s*|\\s+(?:dot|punto|punkt)\\s+)";
const ENDING =
  "(?:com|net|org|edu|gov|info|io|me|co|uk|de|fr|es|it|nl|ch|at|pl|br|in|us|ca|au|eu|ru|dev|xyz)";
const WORDS = `[a-z0-9_-]+(?:${DOT}[a-z0-9_-]+)*`;
const WRITTEN = new RegExp(`\\b${WORDS}${AT}${WORDS}${DOT}${ENDING}\\b`, "gi");

/** "at" as a bare word is everywhere: with it, the host must be one of mail. */
const HOSTS =
  "(?:g ?mail|google ?mail|yahoo|hotmail|outlook|live|icloud|proton ?mail|proton|gmx|aol|web|yandex|mail)";
const SPOKEN = new RegExp(`\\b${WORDS}\\s+at\\s+${HOSTS}${DOT}${ENDING}\\b`, "gi");
/** In capitals both are meant as signs. */
const CAPITALS = new RegExp(`\\b[\\w.-]+\\s+AT\\s+[\\w-]+(?:\\s+DOT\\s+[\\w-]+)+\\b`, "g");
const QUOTED = /"[^"\n@]{1,64}"@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}|[\w.+-]+@\[[\d.:a-f]+\]/giu;

/** Mail addresses, as they are and as they are written to hide them: `jo (at) example dot com`. */
export function* findEmails(text: string): Generator<Span> {
  if (!/[@＠]|\b(?:at|arroba)\b/i.test(text)) return;
  for (const pattern of [PLAIN, QUOTED, WRITTEN, SPOKEN, CAPITALS]) {
    for (const match of text.matchAll(pattern)) {
      yield { start: match.index, end: match.index + match[0].length };
    }
  }
}
