import { type Database, listenChanges, type Listening, type Topic } from "../../db/mod.ts";
import type { Logger } from "../log.ts";

/** What other transactions change, in this process or any other, as it happens. */
export interface Changes {
  /**
   * Calls `listener` when something of the topics has changed, or may have. The first call opens the
   * one connection that this process listens on.
   * @returns what ends it
   */
  on(topics: readonly Topic[], listener: () => void): () => void;
  /** The same for as long as the process lives; opens nothing by itself, and is called before `on`. */
  forget(topics: readonly Topic[], cache: { forget(): void }): void;
  /** True while changes are told at once; else who shows them has to look. */
  readonly connected: boolean;
}

/** Listens from the first who asks until the process stops. */
export function createChanges(options: {
  readonly db: Pick<Database, "url" | "sql">;
  readonly log: Logger;
  readonly stopping: AbortSignal;
}): Changes {
  const { db, log, stopping: signal } = options;
  const caches = new Map<{ forget(): void }, readonly Topic[]>();
  const listeners = new Map<() => void, readonly Topic[]>();
  let listening: Listening | undefined;

  function onChange(topic: Topic | null): void {
    const isMeant = (topics: readonly Topic[]) => topic === null || topics.includes(topic);
    for (const [cache, topics] of caches) if (isMeant(topics)) cache.forget();
    for (const [listener, topics] of listeners) if (isMeant(topics)) listener();
  }

  return {
    on(topics, listener) {
      listeners.set(listener, topics);
      listening ??= listenChanges(db, {
        onChange,
        signal,
        log: (message, fields) => log.info(message, fields),
      });
      return () => void listeners.delete(listener);
    },
    forget: (topics, cache) => void caches.set(cache, topics),
    get connected() {
      return listening?.connected ?? false;
    },
  };
}
