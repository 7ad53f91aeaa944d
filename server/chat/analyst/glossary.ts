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
function namedTerms(question: string): { terms: readonly Term[]; isSpecific: boolean } {
  let text = question.toLowerCase();
  const found = new Map<Term, { readonly place: number; readonly isGeneral: boolean }>();
  for (const { term, name, pattern } of NAMES) {
    const place = text.search(pattern);
    if (place < 0) continue;
    // "Seed phrase of a wallet" is about the phrase: what is part of a longer name counts once.
    text = text.slice(0, place) + " ".repeat(name.length) + text.slice(place + name.length);
    if (!found.has(term)) found.set(term, { place, isGeneral: GENERAL.has(name) });
  }
  const specific = [...found].filter(([, { isGeneral }]) => !isGeneral);
  const terms = (specific.length > 0 ? specific : [...found])
    .sort(([, a], [, b]) => a.place - b.place).slice(0, MOST).map(([term]) => term);
  return { terms, isSpecific: specific.length > 0 };
}

/** The meanings of the terms a question names, two at most, in the order they are named. */
export function termMeanings(question: string): string[] {
  return namedTerms(question).terms.map(({ meaning }) => meaning);
}

/** Whether a question names a term that says what it is about. */
export function namesTerm(question: string): boolean {
  return namedTerms(question).isSpecific;
}

/** Terms that stand in many questions about something else. */
const GENERAL = new Set(["cryptocurrency", "cryptocurrencies", "crypto", "exchange", "wallet"]);

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
