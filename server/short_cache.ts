/** Reads through a {@link createShortCache}. */
export interface ShortCache<T> {
  (): Promise<T>;
  /** Whoever asks from now on is not told what was read before. */
  forget(): void;
}

/**
 * Shares what is read among everyone who asks within `freshMs`: three hundred open dashboards cost
 * the database no more than one. Whoever asks while it is being read waits for the same answer.
 */
export function createShortCache<T>(
  read: () => Promise<T>,
  options: { readonly freshMs: number; now(): number },
): ShortCache<T> {
  let held: { readonly atMs: number; readonly value: T } | null = null;
  let loading: Promise<T> | null = null;
  let generation = 0;

  async function load(mine: number): Promise<T> {
    // The time before the question: what changes during it is not in the answer.
    const atMs = options.now();
    const value = await read();
    if (mine === generation) held = { atMs, value };
    return value;
  }

  function ask(): Promise<T> {
    // A clock that was set back must not make an old answer look new.
    if (held !== null && Math.abs(options.now() - held.atMs) < options.freshMs) {
      return Promise.resolve(held.value);
    }
    const mine = generation;
    loading ??= load(mine).finally(() => {
      if (mine === generation) loading = null;
    });
    return loading;
  }

  return Object.assign(ask, {
    forget() {
      generation += 1;
      held = null;
      loading = null;
    },
  });
}
