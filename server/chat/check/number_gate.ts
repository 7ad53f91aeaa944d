import { plainDigits } from "./plain_digits.ts";
import type { Fact, FactNumber } from "../facts.ts";
import { BEGINS_NUMBER, findWrittenNumbers, type WrittenNumber } from "./written_numbers.ts";

/**
 * Lets an answer through piece by piece: each number becomes a link to the fact it comes from,
 * `[61,900](fact:f3)`, and one that comes from no fact is struck out, `~~61,000~~`.
 */
export interface NumberGate {
  /** Takes the next piece; returns what may be shown already. */
  push(piece: string): string;
  /** Returns the rest. */
  end(): string;
  /** What was struck out so far. */
  readonly struck: readonly string[];
  /** Ids of the facts that were cited so far. */
  readonly cited: ReadonlySet<string>;
}

/** What may go on as one number with the next word: figures, number words, signs and scales. */
const NUMBERISH =
  /(?:^|[\s(])(?:[$\d(+−-][^\s]*|USD|and|per|percentage|\p{L}*(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty|hundred|thousand|million|billion|trillion)(?:-\p{L}+)?)$/iu;

/**
 * @param facts what the answer may rest on
 * @param question its own numbers may be repeated
 */
export function createNumberGate(facts: readonly Fact[], question: string): NumberGate {
  const asked = findWrittenNumbers(question).map((number) => number.value);
  const struck: string[] = [];
  const cited = new Set<string>();
  /** The sentence under way in what has been let through. */
  let sentence = "";
  let held = "";

  const mark = (text: string): string => {
    let marked = "";
    let place = 0;
    const before = sentence;
    for (const number of findWrittenNumbers(text)) {
      marked += text.slice(place, number.start);
      place = number.end;
      const fact = resolve(
        facts,
        number,
        lastSentence(before + text.slice(0, number.start)),
      );
      if (fact !== null) {
        cited.add(fact.id);
        const isWording = fact.numbers.some((known) =>
          known.unit === "wording" && agrees(number, known)
        );
        marked += isWording ? number.text : `[${number.text}](fact:${fact.id})`;
      } else if (asked.includes(number.value)) marked += number.text;
      else {
        struck.push(number.text);
        marked += `~~${number.text}~~`;
      }
    }
    sentence = lastSentence(before + text);
    return marked + text.slice(place);
  };

  return {
    struck,
    cited,
    push(piece) {
      held += inOwnDigits(withoutLinks(piece));
      const cut = safeCut(held);
      const ready = held.slice(0, cut);
      held = held.slice(cut);
      return mark(ready);
    },
    end() {
      const rest = held;
      held = "";
      return mark(rest);
    },
  };
}

/** Only the gate makes links: what the model writes as one, or as a picture, loses its brackets. */
function withoutLinks(piece: string): string {
  return piece.replace(/!?\[|\]|~~|<|>/g, (sign) => sign === "<" ? "‹" : sign === ">" ? "›" : "");
}

/** Digits of other scripts, in circles and as fractions as ours: a lie in them would pass unread. */
function inOwnDigits(piece: string): string {
  return piece.replace(/[\p{Nd}\p{No}]/gu, (sign) => /\d/.test(sign) ? sign : plainDigits(sign));
}

/** Where the text can be cut so that no number is parted from what follows it. */
function safeCut(text: string): number {
  let cut = 0;
  for (const gap of text.matchAll(/\s+/g)) {
    const word = text.slice(0, gap.index).split(/\s/).at(-1) ?? "";
    if (!NUMBERISH.test(word) && !BEGINS_NUMBER.test(word)) cut = gap.index + gap[0].length;
  }
  return cut;
}

function lastSentence(text: string): string {
  return /(?:[^.!?\n]|[.!?](?!\s))*$/.exec(text)![0];
}

/** The fact that a number comes from; where its sentence has named coins, one of theirs or of none. */
function resolve(facts: readonly Fact[], number: WrittenNumber, sentence: string): Fact | null {
  const named = facts.filter((fact) => fact.subjects.some((name) => hasWord(sentence, name)));
  const general = facts.filter((fact) => fact.subjects.length === 0);
  const eligible = named.length > 0 ? [...named, ...general] : facts;
  return eligible.find((fact) => fact.numbers.some((known) => agrees(number, known))) ??
    eligible.find((fact) => saysLiterally(fact.text, number.text)) ?? null;
}

function agrees(written: WrittenNumber, known: FactNumber): boolean {
  if (known.unit === "wording") return known.value === written.value;
  if (written.unit === "other") return false;
  if (written.sign !== null && written.sign * known.value < 0) return false;
  const isShare = known.unit === "percent" || known.unit === "probability";
  if (written.unit === "percent" && !isShare) return false;
  if (written.unit === "usd" && known.unit !== "usd") return false;
  const scale = known.unit === "probability" && written.unit === "percent" ? 100 : 1;
  const distance = Math.abs(Math.abs(known.value) * scale - written.value);
  return distance <= written.tolerance * (1 + 1e-9) + 1e-12;
}

/** Times, dates and counts stand in the text of a fact as they are. */
function saysLiterally(text: string, written: string): boolean {
  const escaped = written.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\d.,])${escaped}(?![\\d]|[.,]\\d)`).test(text);
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "iu").test(text);
}

/** The answer for who reads plain text: links as their text; what was struck stays marked. */
export function plainAnswer(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\(fact:\w+\)/g, "$1");
}
