/** A list of terms as they are looked for in a question: lower case, whole words, `*` for any ending. */
export function terms(text: string): readonly string[] {
  return text.split(",").map((term) => term.trim().replace(/\s+/g, " "))
    .filter((term) => term !== "");
}

/** Lower case, without accents and with plain quotes, one space between words. */
export function tidy(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase()
    .replace(/\s+/g, " ").trim();
}

/** Scripts without spaces, or whose words take prefixes and endings: a term may stand inside of a word. */
const INSIDE_OF_WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}]/u;

/** A pattern of all terms, for a text that was made tidy. */
export function termPattern(list: readonly string[]): RegExp {
  const sorted = [...new Set(list.map(tidy))].sort((a, b) => b.length - a.length);
  const escape = (term: string) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const inside = sorted.filter((term) => INSIDE_OF_WORDS.test(term)).map(escape);
  const words = sorted.filter((term) => !INSIDE_OF_WORDS.test(term)).map((term) =>
    escape(term).replaceAll("\\*", "[\\p{L}\\p{N}-]*").replaceAll(" ", "[ -]")
  );
  const whole = `(?<![\\p{L}\\p{N}_])(?:${words.join("|")})(?![\\p{L}\\p{N}])`;
  return new RegExp([whole, ...inside].join("|"), "gu");
}
