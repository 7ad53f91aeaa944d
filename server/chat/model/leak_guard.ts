/** Holds an answer back as far as it could still turn out to repeat the instructions. */
export interface LeakGuard {
  /** Takes the next piece; returns what may be shown, or null once the answer repeats them. */
  push(piece: string): string | null;
  /** Returns the rest, or null. */
  end(): string | null;
}

/** As many words in the same order are no chance. */
const RUN_WORDS = 7;
/** The longest run of that many words, and the marker with a sign between each of its letters. */
const HELD_BACK = 90;

/**
 * @param instructions what must not be repeated
 * @param canary a word that stands in them and nowhere else
 */
export function createLeakGuard(instructions: string, canary: string): LeakGuard {
  const runs = new Set(runsOf(instructions));
  let held = "";
  const leaks = () =>
    held.toLowerCase().replace(/[^a-z0-9]/g, "").includes(canary) ||
    runsOf(held).some((run) => runs.has(run));
  return {
    push(piece) {
      held += piece;
      if (leaks()) return null;
      const ready = held.slice(0, -HELD_BACK);
      held = held.slice(ready.length);
      return ready;
    },
    end: () => leaks() ? null : held,
  };
}

function runsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(RUN_WORDS - 1).map((_, place) =>
    words.slice(place, place + RUN_WORDS).join(" ")
  );
}
