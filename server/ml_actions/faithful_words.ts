const LONGEST = 700;
/** Markup, addresses, and whatever else has no place in plain sentences. */
const NOT_PLAIN = /[<>[\]{}`*_#|\\@\p{Cc}\p{Cf}\p{Co}]|https?:|www\./u;
/** Digits of other scripts, fractions, Roman numerals: numbers that a comparison would not see. */
const OTHER_NUMBERS = /(?![0-9])\p{N}/u;
const NUMBER = /\d+(?:[.,]\d+)*/g;

/**
 * Words that turn a finding into another one. They may be used where the computed words use them and
 * nowhere else, so that "high" does not become "low", or "not high", or "safe".
 */
const WORDS_OF_CONSEQUENCE = new Set([
  ..."low lower medium moderate high higher minimal negligible severe safe unsafe harmless".split(
    " ",
  ),
  ..."dangerous certain certainly definitely surely guaranteed guarantee risk-free".split(" "),
  ..."no not never none nothing neither nor cannot without hardly barely unlikely".split(" "),
  ..."bullish bearish volatile stable consolidating rise rises rising fall falls falling".split(
    " ",
  ),
  ..."buy sell invest hold profit advise should must".split(" "),
  ..."approved approve refused refuse executed sent send pending cancelled failed fail".split(" "),
  ..."completed complete moved transferred reversed allowed blocked fraud fraudulent".split(" "),
  ..."two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split(
    " ",
  ),
  ..."hundred thousand million billion half third quarter double twice triple zero dozen".split(
    " ",
  ),
  ..."once all every always more less fewer most least".split(" "),
]);

/**
 * Whether a wording says no more than the computed words do: its numbers are theirs and in their order,
 * and so are the words on which the finding turns.
 */
export function isFaithful(wording: string, computed: string): boolean {
  if (wording.trim() === "" || wording.length > LONGEST) return false;
  if (NOT_PLAIN.test(wording) || OTHER_NUMBERS.test(wording)) return false;
  const known = new Set(wordsOf(computed));
  const isKnown = (word: string) => known.has(word) || !turnsTheFinding(word);
  return isSubsequence(numbersOf(wording), numbersOf(computed)) && wordsOf(wording).every(isKnown);
}

function turnsTheFinding(word: string): boolean {
  return WORDS_OF_CONSEQUENCE.has(word) || word.endsWith("n't");
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().replaceAll("’", "'").match(/[\p{L}'-]+/gu) ?? [];
}

/** Signs count: a change of −2 is not one of 2. */
function numbersOf(text: string): string[] {
  const plain = text.replaceAll("−", "-");
  return Array.from(plain.matchAll(NUMBER), ({ 0: digits, index }) => {
    const isNegative = plain[index - 1] === "-" && !/[\p{L}\d]/u.test(plain[index - 2] ?? " ");
    const number = digits.replaceAll(",", "").replace(/\.$/, "");
    return (isNegative ? "-" : "") + number;
  });
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const one of whole) if (at < part.length && part[at] === one) at++;
  return at === part.length;
}
