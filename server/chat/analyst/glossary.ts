import type { UnnamedFact } from "../context/fact_writer.ts";
import { COIN_TERMS } from "./coin_terms.ts";
import { FIELD_TERMS } from "./field_terms.ts";
import { PRODUCT_MEANINGS } from "./product_meanings.ts";

/** A term and what it means, in a few plain sentences without figures that would need a source. */
export interface Term {
  readonly names: readonly string[];
  readonly meaning: string;
}

const MOST = 2;

/** Every name with its term, the longest first; each is looked for in every question. */
const NAMES = [...PRODUCT_MEANINGS, ...FIELD_TERMS, ...COIN_TERMS]
  .flatMap((term) => term.names.map((name) => ({ term, name, pattern: patternOf(name) })))
  .sort((a, b) => b.name.length - a.name.length);

function patternOf(name: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}])${name.replaceAll(" ", "[ -]")}(?:s|es)?(?![\\p{L}\\p{N}])`,
    "u",
  );
}

/** The terms a question names, in the order they are named. */
function namedTerms(question: string): Term[] {
  let text = question.toLowerCase();
  const found = new Map<Term, number>();
  for (const { term, name, pattern } of NAMES) {
    const place = text.search(pattern);
    if (place < 0) continue;
    // "Seed phrase of a wallet" is about the phrase: what is part of a longer name counts once.
    text = text.slice(0, place) + " ".repeat(name.length) + text.slice(place + name.length);
    if (!found.has(term)) found.set(term, place);
  }
  const specific = [...found].filter(([term]) => !GENERAL.has(term.names[0]!));
  return (specific.length > 0 ? specific : [...found]).sort((a, b) => a[1] - b[1])
    .slice(0, MOST).map(([term]) => term);
}

/** The meanings of the terms a question names, two at most, in the order they are named. */
export function termMeanings(question: string): string[] {
  return namedTerms(question).map(({ meaning }) => meaning);
}

/** Whether a question names a term that says what it is about. */
export function namesTerm(question: string): boolean {
  return namedTerms(question).some(({ names }) => !GENERAL.has(names[0]!));
}

/** Terms that stand in many questions about something else. */
const GENERAL = new Set(["cryptocurrency", "exchange", "price", "wallet"]);

/** The meanings as facts, so that an answer made of them has a source. */
export function termFacts(question: string, nowMs: number): UnnamedFact[] {
  const source = { title: "Glossary of the analyst", href: "/chat", asOfMs: nowMs };
  return termMeanings(question).map((meaning) => ({
    text: meaning.replaceAll("**", ""),
    numbers: [],
    subjects: [],
    source,
  }));
}
