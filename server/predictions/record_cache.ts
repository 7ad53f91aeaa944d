import type { App } from "../context.ts";
import { createShortCache } from "../short_cache.ts";

/** Scores change once an hour. */
const FRESH_MS = 30_000;
/** Questions that are remembered; the oldest goes first. */
const MOST_KEYS = 64;

const caches = new WeakMap<App, Map<string, () => Promise<unknown>>>();

/** Shares an answer from the record among all who ask the same question within half a minute. */
export function readShared<Answer>(
  app: App,
  key: string,
  read: () => Promise<Answer>,
): Promise<Answer> {
  const known = caches.get(app) ?? new Map<string, () => Promise<unknown>>();
  caches.set(app, known);
  const found = known.get(key) as (() => Promise<Answer>) | undefined;
  if (found !== undefined) return found();
  const shared = createShortCache(read, { freshMs: FRESH_MS, now: () => app.now() });
  known.set(key, shared);
  if (known.size > MOST_KEYS) known.delete(known.keys().next().value!);
  return shared();
}
