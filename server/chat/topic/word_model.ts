/** What the words of a question say of its subject. */
export interface WordsSay {
  /** Log-odds that it is about this market. */
  readonly odds: number;
  /** Words that no example has and that every subject does not have. */
  readonly unknown: readonly string[];
}

export type WordModel = (question: string) => WordsSay;

const SMOOTHING = 0.5;
/** What one word may say at most: the examples are too few for more. */
const MOST_PER_WORD = 1.5;

/** Words in lower case without accents, in pairs too: "gas fee" says what "gas" does not. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}][\p{L}\p{N}'&/%-]*/gu) ?? [];
  return words.map((word) => word.replace(/'s$/, ""));
}

/** Words that every subject has: they say nothing of it. */
const COMMON = new Set(
  ("a an the and or but if of to in on at by for from with without about into over under between as is are was were be been " +
    "being am do does did done doing have has had having can could will would shall should may might must i me my we our us " +
    "you your he him his she her it its they them their this that these those there here what which who whom whose when " +
    "where why how not no yes so than then too very just also only some any all each every both either more most less least " +
    "much many lot lots few one two first last next other another same such own up down out off again once ever never always " +
    "now today tomorrow yesterday day days week month year time way thing things make makes made get gets got go goes going " +
    "went come comes take takes tell show give find know think want need like use used using please someone something anyone " +
    "anything people person good better best bad difference mean means happen happens happened start right really still after " +
    "before because while during against through across per vs i'm it's don't doesn't can't what's i've isn't")
    .split(" "),
);

/** Words and pairs of neighbours that say something of the subject. */
function featuresOf(text: string): Set<string> {
  const words = wordsOf(text);
  const pairs = words.slice(1).flatMap((word, place) => {
    const before = words[place]!;
    return COMMON.has(word) || COMMON.has(before) ? [] : [`${before} ${word}`];
  });
  return new Set([...words.filter((word) => !COMMON.has(word)), ...pairs]);
}

/**
 * A naive Bayes model of the words of two lists of examples (Manning, Raghavan, Schütze,
 * Introduction to Information Retrieval, 13.3, the Bernoulli form of the words that are there).
 */
export function learnWords(yes: readonly string[], no: readonly string[]): WordModel {
  const counts = [countFeatures(yes), countFeatures(no)] as const;
  const odds = new Map<string, number>();
  for (const word of new Set([...counts[0].keys(), ...counts[1].keys()])) {
    const share = (place: 0 | 1, size: number) =>
      ((counts[place].get(word) ?? 0) + SMOOTHING) / (size + 2 * SMOOTHING);
    const value = Math.log(share(0, yes.length) / share(1, no.length));
    odds.set(word, Math.max(-MOST_PER_WORD, Math.min(MOST_PER_WORD, value)));
  }
  return (question) => {
    let sum = 0;
    const unknown: string[] = [];
    for (const feature of featuresOf(question)) {
      sum += odds.get(feature) ?? 0;
      if (!odds.has(feature) && !feature.includes(" ")) unknown.push(feature);
    }
    return { odds: sum, unknown };
  };
}

function countFeatures(examples: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const example of examples) {
    for (const word of featuresOf(example)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
