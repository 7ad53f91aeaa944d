import { type Database, latestPublication, type PublishedForecasts } from "../../db/mod.ts";

/** The newest publication, at most about a second old. */
export interface PublicationCache {
  read(): Promise<PublishedForecasts | null>;
  /** Whoever reads from now on waits for what is published now. */
  forget(): void;
}

/** The database is asked at most this often, however many requests come. */
const FRESH_MS = 1_000;
/** Up to this age the old answer is given while a new one is fetched, so that no request waits. */
const USABLE_MS = 10_000;

interface Held {
  readonly atMs: number;
  readonly value: PublishedForecasts | null;
}

/**
 * Keeps the newest publication in memory. Requests for it outnumber publications by a million to
 * one; each asks for the same rows.
 */
export function createPublicationCache(
  options: { readonly db: Database; now(): number },
): PublicationCache {
  let held: Held | null = null;
  let loading: Promise<Held> | null = null;
  let generation = 0;

  function load(): Promise<Held> {
    const mine = generation;
    loading ??= latestPublication(options.db)
      .then((value) => {
        const read = { atMs: options.now(), value: keepIdentity(held, value) };
        if (mine === generation) held = read;
        return read;
      })
      .finally(() => {
        if (mine === generation) loading = null;
      });
    return loading;
  }

  return {
    async read() {
      // A clock that was set back must not make an old answer look new.
      const ageMs = held === null ? Infinity : Math.abs(options.now() - held.atMs);
      if (held === null || ageMs > USABLE_MS) return (await load()).value;
      // A failure here shows itself to the request that has to wait.
      if (ageMs > FRESH_MS) load().catch(() => undefined);
      return held.value;
    },
    forget() {
      generation += 1;
      loading = null;
      // The object stays, for its identity, but is too old for everyone.
      if (held !== null) held = { ...held, atMs: -Infinity };
    },
  };
}

/** The same publication stays the same object, so that what was built from it can be kept too. */
function keepIdentity(
  before: Held | null,
  value: PublishedForecasts | null,
): PublishedForecasts | null {
  const known = before?.value ?? null;
  return known !== null && known.publication.id === value?.publication.id ? known : value;
}
