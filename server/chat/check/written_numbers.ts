/** A number as it stands in a text. */
export interface WrittenNumber {
  readonly start: number;
  readonly end: number;
  /** The text of the number with its signs and unit. */
  readonly text: string;
  /** Its absolute value in units: `61.9k` is 61,900. NaN for a date or a time of day. */
  readonly value: number;
  /** Half of the last place that is written: how far the true value may be away. */
  readonly tolerance: number;
  /** `other`: money that no fact is in. */
  readonly unit: "percent" | "usd" | "other" | null;
  /** 1 or -1 where a sign is written; null without one, and then the words around it say which way. */
  readonly sign: 1 | -1 | null;
}

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
};
const WORD_VALUES: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
};

/** Money that is not the dollar, before or after a figure. */
const OTHER_BEFORE = "(?:[€£¥₹₽₺₿]|EUR|GBP|JPY|CHF|INR)\\s?";
const OTHER_AFTER =
  "(?:[€£¥₹₽₺₿]|(?:EUR|GBP|JPY|CHF|INR|euros?|pounds?|yen|francs?|rupees?)(?![\\p{L}\\p{N}]))";

const SCALE = "(?:thousand|million|billion|trillion|[kK]|[mM]n?|[bB]n?|[tT]n?)";
const FIGURES = new RegExp(
  "(?<![\\p{L}\\p{N}_.,])(?<!\\p{L}-)(?<sign>[+−-])?(?:(?<dollar>\\$\\s?|USD\\s)|(?<foreign>" +
    OTHER_BEFORE + "))?" +
    "(?<figures>\\d{1,3}(?:\\.\\d{3})+,\\d+|\\d{1,3}(?:[,\\u202f\\u2009']\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)" +
    `(?:\\s?(?<scale>${SCALE})(?![\\p{L}\\p{N}]))?` +
    "(?:\\s?(?<percent>%|per ?cent\\b|percentage points?\\b))?(?:\\s?(?:(?<currency>USD\\b|dollars?\\b|\\$)|(?<money>" +
    OTHER_AFTER + ")))?(?![\\p{N}])",
  "gu",
);
/** A day, a time of day, or both: what it says is in no number. */
const TIMES =
  /(?<![\p{N}:.,-])(?:\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?|\d{1,2}:\d{2})(?: ?UTC\b)?(?![\p{N}:-])/gu;
const NUMBER_WORD = Object.keys(WORD_VALUES).join("|");
/** Words are numbers where a unit makes them one: "sixty thousand", "five percent". */
const WORDS = new RegExp(
  `\\b(?<words>(?:${NUMBER_WORD})(?:[ -](?:and )?(?:${NUMBER_WORD}))*)` +
    `(?:[ -](?<scale>thousand|million|billion|trillion))?` +
    "(?:\\s(?<percent>per ?cent|percentage points?))?(?:\\s(?<currency>dollars?|USD))?\\b",
  "giu",
);

/** Every number of a text, in order; marks of a numbered list are not numbers. */
export function findWrittenNumbers(text: string): WrittenNumber[] {
  const times = [...dayTimes(text)];
  const isInTime = ({ start }: WrittenNumber) =>
    times.some((time) => time.start <= start && start < time.end);
  const others = [...figures(text), ...numberWords(text)].filter((one) => !isInTime(one));
  const known = [...times, ...others];
  const isKnown = ({ start, end }: WrittenNumber) =>
    known.some((one) => one.start < end && start < one.end);
  const claims = [...nameless(text)].filter((one) => !isKnown(one));
  return [...known, ...claims].sort((a, b) => a.start - b.start);
}

function* dayTimes(text: string): Generator<WrittenNumber> {
  for (const match of text.matchAll(TIMES)) {
    const start = match.index;
    const end = start + match[0].length;
    yield { start, end, text: match[0], value: NaN, tolerance: 0, unit: null, sign: null };
  }
}

function* figures(text: string): Generator<WrittenNumber> {
  for (const match of text.matchAll(FIGURES)) {
    const { sign, figures, scale, percent, dollar, currency, foreign, money } = match.groups!;
    const plain = inPlainFigures(figures!);
    const rest = text.slice(match.index + match[0].length);
    if (isListMark(text, match.index, plain, rest)) continue;
    const factor = SCALES[scale?.toLowerCase() ?? ""] ?? 1;
    yield {
      start: match.index,
      end: match.index + match[0].length,
      text: match[0],
      value: Number(plain) * factor,
      tolerance: lastPlace(plain) / 2 * factor,
      unit: percent ? "percent" : foreign || money ? "other" : dollar || currency ? "usd" : null,
      sign: sign === undefined ? null : sign === "+" ? 1 : -1,
    };
  }
}

/** `61,903.42` and, as much of the world writes it, `61.903,42`: the same figures with a point. */
function inPlainFigures(figures: string): string {
  const isOtherWay = /^\d{1,3}(?:\.\d{3})+,\d+$/.test(figures);
  const turned = isOtherWay ? figures.replaceAll(".", "").replace(",", ".") : figures;
  return turned.replace(/[^\d.]/g, "");
}

function isListMark(text: string, start: number, plain: string, rest: string): boolean {
  return /^\d{1,2}$/.test(plain) && /^[.)]\s/.test(rest) &&
    /(?:^|\n)\s*$/.test(text.slice(0, start));
}

/** The worth of the last written place; trailing zeros of a whole number past three digits are rounding. */
function lastPlace(plain: string): number {
  const decimals = plain.split(".")[1]?.length;
  if (decimals !== undefined) return 10 ** -decimals;
  const zeros = /0*$/.exec(plain)![0].length;
  return 10 ** Math.max(0, Math.min(zeros, plain.length - 3));
}

function* numberWords(text: string): Generator<WrittenNumber> {
  for (const match of text.matchAll(WORDS)) {
    const { words, scale, percent, currency } = match.groups!;
    if (!scale && !percent && !currency) continue;
    const factor = SCALES[scale?.toLowerCase() ?? ""] ?? 1;
    yield {
      start: match.index,
      end: match.index + match[0].length,
      text: match[0],
      value: valueOfWords(words!) * factor,
      tolerance: factor / 2,
      unit: percent ? "percent" : currency ? "usd" : null,
      sign: null,
    };
  }
}

/** Roman figures, and words of other languages, where a unit makes them numbers. */
const ROMAN = "[IVXLCDM]{2,}";
const TENS =
  "zwanzig|[\\p{L}]*(?:zig|ßig)|hundert|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?|vingt|trente|" +
  "quarante|cinquante|soixante|cent|cinquanta|trenta|quaranta|sessanta|settanta|ottanta|novanta|vinte|trinta|quarenta|cinquenta|sessenta|oitenta";
const SMALL =
  "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|deux|trois|quatre|cinq|sept|huit|neuf|dix|" +
  "due|tre|quattro|cinque|sette|otto|nove|dieci|dois|três|quatro|sete|oito|dez";
/** A word after which a number may go on, in words that figures and English number words are not. */
export const BEGINS_NUMBER = new RegExp(
  `^(?:half|an?|quarter|of|por|pour|${ROMAN}|${TENS}|${SMALL})$`,
  "iu",
);
const NAMELESS = new RegExp(
  `(?<![\\p{L}])(?:${ROMAN}\\s(?:thousand|million|billion|per ?cent|dollars?)|` +
    `(?:${TENS}|${SMALL})\\s(?:Prozent|por ciento|pour cent|per cento|por cento|Dollar|dólares|tausend|Tausend|Millionen|mil|mille|mila|millones|millions|milioni|milhões)|` +
    `(?:a|half an?|a quarter of a)\\s(?:hundred|thousand|million|billion|trillion)|` +
    `(?:doubles|doubled|triples|tripled|quadruples|quadrupled)|(?:${NUMBER_WORD})[ -]?fold)(?![\\p{L}])`,
  "giu",
);

/** Claims of size that are in no figures and that no fact is written in: their value is not looked at. */
function* nameless(text: string): Generator<WrittenNumber> {
  for (const match of text.matchAll(NAMELESS)) {
    const start = match.index;
    const end = start + match[0].length;
    yield { start, end, text: match[0], value: NaN, tolerance: 0, unit: null, sign: null };
  }
}

function valueOfWords(words: string): number {
  let sum = 0;
  for (const word of words.toLowerCase().split(/[ -]+(?:and )?/)) {
    const value = WORD_VALUES[word] ?? 0;
    sum = value === 100 ? Math.max(1, sum) * 100 : sum + value;
  }
  return sum;
}
