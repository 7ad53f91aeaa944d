/** Holds an answer back as far as it could still turn out to repeat the instructions, and no further. */
export interface LeakGuard {
  /** Takes the next piece; returns what may be shown, or null once the answer repeats them. */
  push(piece: string): string | null;
  /** Returns the rest, or null. */
  end(): string | null;
}

/** As many words in the same order are no chance. */
const RUN_WORDS = 7;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * @param instructions what must not be repeated
 * @param canary a word that stands in them and nowhere else, of small letters and digits
 */
export function createLeakGuard(instructions: string, canary: string): LeakGuard {
  const given = wordsOf(instructions);
  const runs = new Set(runsOf(given));
  let held = "";
  const leaks = () =>
    held.toLowerCase().replace(/[^a-z0-9]/g, "").includes(canary) ||
    runsOf(wordsOf(held)).some((run) => runs.has(run));
  return {
    push(piece) {
      held += piece;
      if (leaks()) return null;
      const cut = Math.min(startOfRun(held, given), startOfCanary(held, canary));
      const ready = held.slice(0, cut);
      held = held.slice(cut);
      return ready;
    },
    end: () => leaks() ? null : held,
  };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

function runsOf(words: readonly string[]): string[] {
  return words.slice(RUN_WORDS - 1).map((_, place) =>
    words.slice(place, place + RUN_WORDS).join(" ")
  );
}

/** Where the words at the end of a text begin that stand in the instructions in the same order. */
function startOfRun(text: string, given: readonly string[]): number {
  const words = [...text.matchAll(WORD)].slice(-RUN_WORDS);
  const isOpen = /[\p{L}\p{N}]$/u.test(text);
  for (const [place, { index }] of words.entries()) {
    const tail = words.slice(place).map(([word]) => word.toLowerCase());
    if (given.some((_, at) => standsAt(given, at, tail, isOpen))) return index;
  }
  return text.length;
}

/** Whether the instructions go on like this from a word; the last one may be a beginning. */
function standsAt(
  given: readonly string[],
  at: number,
  tail: readonly string[],
  isOpen: boolean,
): boolean {
  return tail.every((word, offset) => {
    const own = given[at + offset];
    const isLast = offset === tail.length - 1;
    return own === word || isLast && isOpen && own?.startsWith(word) === true;
  });
}

/** Where the letters at the end of a text begin that could be the canary's, whatever stands between. */
function startOfCanary(text: string, canary: string): number {
  const signs = [...text.toLowerCase().matchAll(/[a-z0-9]/g)].slice(1 - canary.length);
  for (const [place, { index }] of signs.entries()) {
    const tail = signs.slice(place).map(([sign]) => sign).join("");
    if (canary.startsWith(tail)) return index;
  }
  return text.length;
}
