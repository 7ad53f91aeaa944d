import { type Accessor, createSignal, onCleanup } from "solid-js";

/** How a control's value is written into the address, and read back from what anyone may type. */
export interface Codec<T> {
  /** Undefined for text that is no such value; the default is then taken. */
  parse(text: string): T | undefined;
  print(value: T): string;
}

/** Any text. */
export const textCodec: Codec<string> = { parse: (text) => text, print: (value) => value };

/** One of the listed words. */
export function oneOf<const Words extends readonly string[]>(words: Words): Codec<Words[number]> {
  return { parse: (text) => words.find((word) => word === text), print: (value) => value };
}

/** Several of the listed words, comma-separated. */
export function someOf<const Words extends readonly string[]>(
  words: Words,
): Codec<readonly Words[number][]> {
  return {
    parse: (text) => {
      const asked = text.split(",");
      return words.filter((word) => asked.includes(word));
    },
    print: (values) => values.join(","),
  };
}

// Safari allows 100 calls of replaceState in 30 s: one write per pause, for all parameters together.
const WRITE_DELAY_MS = 120;
const unwritten = new Map<string, string | null>();
let timer: ReturnType<typeof setTimeout> | undefined;

function writeAddress(path: string): void {
  // The reader may have gone to another page meanwhile; its address is not ours to change.
  if (location.pathname === path) {
    const url = new URL(location.href);
    for (const [key, text] of unwritten) {
      if (text === null) url.searchParams.delete(key);
      else url.searchParams.set(key, text);
    }
    history.replaceState(history.state, "", url);
  }
  unwritten.clear();
}

/**
 * A signal mirrored in the address's query string; the default value leaves no trace there.
 * Not the router's search parameters: their setters run in a transition, and labels would freeze
 * until pending data has arrived.
 */
export function createParam<T>(
  key: string,
  initial: T,
  codec: Codec<T>,
): [Accessor<T>, (value: T) => void] {
  const read = (): T => {
    const text = new URLSearchParams(location.search).get(key);
    return text === null ? initial : codec.parse(text) ?? initial;
  };
  const [value, setValue] = createSignal<T>(read(), { equals: false });
  const follow = () => setValue(() => read());
  addEventListener("popstate", follow);
  onCleanup(() => removeEventListener("popstate", follow));
  const set = (next: T) => {
    setValue(() => next);
    const text = codec.print(next);
    unwritten.set(key, text === codec.print(initial) ? null : text);
    clearTimeout(timer);
    const path = location.pathname;
    timer = setTimeout(() => writeAddress(path), WRITE_DELAY_MS);
  };
  return [value, set];
}
