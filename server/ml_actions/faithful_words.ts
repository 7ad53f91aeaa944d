const LONGEST = 700;
/** Markup, addresses, and whatever else has no place in plain sentences. */
const NOT_PLAIN = /[<>[\]{}`*_#|\\@\p{Cc}\p{Cf}\p{Co}]|https?:|www\./u;
/** Digits of other scripts, fractions, Roman numerals: numbers that a comparison would not see. */
const OTHER_NUMBERS = /(?![0-9])\p{N}/u;
const NUMBER = /\d+(?:[.,]\d+)*/g;
/** A number keeps what it counts: 95 % is not 95 TBC. */
const UNIT =
  /^\s?(%|TBC|h|transfers?|days?|times|deviations?|coins?|people|recipients?)(?![\p{L}])/u;
/** What a number speaks of: the fee of a transfer is not its risk. */
const SUBJECTS = new Set([
  ..."risk fee total balance spent staked confidence probability median loss".split(" "),
  ..."amount direction saving received parts transfers forecasts".split(" "),
]);
const SAME_SUBJECT: ReadonlyMap<string, string> = new Map([["score", "risk"], ["fees", "fee"]]);

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
 * Whether a wording says no more than the computed words do: its numbers are theirs, in their order, with
 * their units and of the same subject, and so are the words on which the finding turns.
 */
export function isFaithful(wording: string, computed: string): boolean {
  if (wording.trim() === "" || wording.length > LONGEST) return false;
  if (NOT_PLAIN.test(wording) || OTHER_NUMBERS.test(wording)) return false;
  const known = new Set(wordsOf(computed));
  return wordsOf(wording).every((word) => known.has(word) || !turnsTheFinding(word)) &&
    isSubsequence(numbersOf(wording), numbersOf(computed)) &&
    sentencesOf(wording).every((sentence) => keepsSubjects(sentence, sentencesOf(computed)));
}

/** Each number is, among the computed sentences, in one of the same subject; no subject is put to it. */
function keepsSubjects(sentence: string, computed: readonly string[]): boolean {
  const subjects = subjectsOf(sentence);
  const numbers = numbersOf(sentence);
  if (subjects.size === 0 || numbers.length === 0) return true;
  const sources = numbers.map((number) =>
    computed.filter((one) => numbersOf(one).includes(number)).map(subjectsOf)
      .find((found) => !found.isDisjointFrom(subjects))
  );
  const named = new Set(sources.flatMap((found) => [...found ?? []]));
  return !sources.includes(undefined) && subjects.isSubsetOf(named);
}

function subjectsOf(sentence: string): Set<string> {
  const subjects = wordsOf(sentence).map((word) => SAME_SUBJECT.get(word) ?? word);
  return new Set(subjects.filter((word) => SUBJECTS.has(word)));
}

function sentencesOf(text: string): string[] {
  return text.split(/[.;!?](?=\s|$)/).filter((one) => one.trim() !== "");
}

function turnsTheFinding(word: string): boolean {
  return WORDS_OF_CONSEQUENCE.has(word) || word.endsWith("n't");
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().replaceAll("’", "'").match(/[\p{L}'-]+/gu) ?? [];
}

/** Signs count, and units: a change of −2 % is not one of 2 %. */
function numbersOf(text: string): string[] {
  const plain = text.replaceAll("−", "-");
  return Array.from(plain.matchAll(NUMBER), ({ 0: digits, index }) => {
    const isNegative = plain[index - 1] === "-" && !/[\p{L}\d]/u.test(plain[index - 2] ?? " ");
    const number = digits.replaceAll(",", "").replace(/\.$/, "");
    const unit = UNIT.exec(plain.slice(index + digits.length))?.[1] ?? "";
    return `${isNegative ? "-" : ""}${number}${unit}`;
  });
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const one of whole) if (at < part.length && part[at] === one) at++;
  return at === part.length;
}
