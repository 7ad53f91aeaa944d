/**
 * Makes a value of something that seldom changes, and makes it anew when that has changed. Of a
 * promise that was rejected nothing is kept.
 *
 * @example
 * const client = createDerived(() => config.secrets().openaiApiKey, (key) => openClient(key));
 * client(); // opened
 * client(); // the same, as long as the key is
 */
export function createDerived<Source, Value>(
  read: () => Source,
  make: (source: Source) => Value,
): () => Value {
  let held: { readonly source: Source; readonly value: Value } | null = null;
  return () => {
    const source = read();
    if (held !== null && held.source === source) return held.value;
    const made = { source, value: make(source) };
    held = made;
    if (made.value instanceof Promise) {
      made.value.catch(() => {
        if (held === made) held = null;
      });
    }
    return made.value;
  };
}
