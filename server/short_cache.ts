/**
 * Shares what is read among everyone who asks within `freshMs`: three hundred open dashboards cost
 * the database no more than one. Whoever asks while it is being read waits for the same answer.
 */
export function createShortCache<T>(
  read: () => Promise<T>,
  options: { readonly freshMs: number; now(): number },
): () => Promise<T> {
  let held: { readonly atMs: number; readonly value: T } | null = null;
  let loading: Promise<T> | null = null;

  async function load(): Promise<T> {
    // The time before the question: what changes during it is not in the answer.
    const atMs = options.now();
    const value = await read();
    held = { atMs, value };
    return value;
  }

  return () => {
    // A clock that was set back must not make an old answer look new.
    if (held !== null && Math.abs(options.now() - held.atMs) < options.freshMs) {
      return Promise.resolve(held.value);
    }
    loading ??= load().finally(() => loading = null);
    return loading;
  };
}
