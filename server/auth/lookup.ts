/** How long what was found holds: another instance takes what was revoked here that much longer. */
const FRESH_MS = 2_000;
const MAX_SIZE = 10_000;

/** Asks for something by its place, at most once in two seconds. */
export interface Lookup<T> {
  find(place: string): Promise<T | null>;
  /** What is being asked for at this moment is not kept either: it may have been read before. */
  forget(): void;
}

/**
 * Makes a {@link Lookup}; what is not found is asked for each time. Requests that come at once share
 * one question.
 */
export function createLookup<T>(
  now: () => number,
  ask: (place: string) => Promise<T | null>,
): Lookup<T> {
  let known = new Map<string, { readonly answer: Promise<T | null>; readonly atMs: number }>();
  return {
    async find(place) {
      const cached = known.get(place);
      // A clock that was set back must not lengthen the life of what was revoked.
      if (cached !== undefined && Math.abs(now() - cached.atMs) < FRESH_MS) {
        return await cached.answer;
      }
      const present = known;
      if (present.size >= MAX_SIZE) present.clear();
      const asked = { answer: ask(place), atMs: now() };
      present.set(place, asked);
      const value = await asked.answer.catch((error) => {
        present.delete(place);
        throw error;
      });
      if (value === null && present.get(place) === asked) present.delete(place);
      return value;
    },
    forget() {
      known = new Map();
    },
  };
}
