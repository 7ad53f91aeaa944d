import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";

/** One page of the server's answer. */
export interface PageOf<Row> {
  readonly rows: readonly Row[];
  /** Null on the last page. */
  readonly next: string | null;
}

/** Rows that are fetched page by page. */
export interface Paged<Row> {
  /** All pages so far; undefined until the first. */
  readonly data: Accessor<readonly Row[] | undefined>;
  readonly error: Accessor<unknown>;
  /** True while a page is under way. */
  readonly stale: Accessor<boolean>;
  readonly hasMore: Accessor<boolean>;
  readonly more: () => void;
  /** Starts again from the first page. */
  readonly refetch: () => void;
}

/** Starts from the first page whenever `key` changes, and appends the next one on demand. */
export function createPaged<Key extends object, Row>(
  key: Accessor<Key | undefined>,
  call: (key: Key, cursor: string | null, signal: AbortSignal) => Promise<PageOf<Row>>,
): Paged<Row> {
  const [data, setData] = createSignal<readonly Row[]>();
  const [next, setNext] = createSignal<string | null>(null);
  const [error, setError] = createSignal<unknown>();
  const [stale, setStale] = createSignal(false);
  let current = new AbortController();
  async function ask(question: Key, cursor: string | null): Promise<void> {
    current.abort();
    const mine = current = new AbortController();
    setStale(true);
    try {
      const page = await call(question, cursor, mine.signal);
      if (mine.signal.aborted) return;
      setData((before) => cursor === null ? page.rows : [...before ?? [], ...page.rows]);
      setNext(page.next);
      setError(undefined);
    } catch (failure) {
      if (mine.signal.aborted) return;
      setError(() => failure);
    }
    setStale(false);
  }
  const start = () => {
    const question = key();
    if (question) void ask(question, null);
  };
  createEffect(on(() => JSON.stringify(key() ?? null), start));
  onCleanup(() => current.abort());
  return {
    data,
    error,
    stale,
    hasMore: () => next() !== null,
    more: () => {
      const question = key();
      if (question && next() !== null && !stale()) void ask(question, next());
    },
    refetch: start,
  };
}
