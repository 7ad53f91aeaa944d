import {
  type Database,
  type LiveFeed,
  type LivePrice,
  readLiveFeed,
  watchLivePrices,
} from "../../db/mod.ts";
import type { Logger } from "../log.ts";

/** Listeners are told at most once in this time. */
const STEP_MS = 1_000;
/** How often it is read where changes are told at once. */
const SAFETY_MS = 5_000;
/** Somebody looks: said this often, and believed for so long by the process that asks the exchange. */
const WATCH_EVERY_MS = 15_000;
const WATCH_FOR_MS = 45_000;

/** All live prices as they were at one reading. */
export interface LiveSnapshot {
  readonly feed: Omit<LiveFeed, "prices">;
  readonly prices: ReadonlyMap<string, LivePrice>;
  /** By the clock that nobody can set. */
  readonly readAtMs: number;
}

/** The live prices of this process: read once, however many listen. */
export interface LiveHub {
  /** The newest prices, about a second old at most. Counts as looking at them. */
  read(): Promise<LiveSnapshot>;
  /** What those who listen are told; null until it was read for the first of them. */
  readonly told: LiveSnapshot | null;
  /** Calls the listener about each second; returns what ends it. Counts as looking at them. */
  listen(listener: () => void): () => void;
}

/** What of the changes of other processes the hub listens to. */
export interface PriceChanges {
  on(topics: readonly "prices"[], listener: () => void): () => void;
  readonly connected: boolean;
}

export function createLiveHub(parts: {
  readonly db: Database;
  readonly log: Logger;
  readonly stopping: AbortSignal;
  readonly changes: PriceChanges;
}): LiveHub {
  const { db, log, stopping, changes } = parts;
  const listeners = new Set<() => void>();
  let held: LiveSnapshot | null = null;
  let told: LiveSnapshot | null = null;
  let loading: Promise<LiveSnapshot> | null = null;
  let watchedAtMs = Number.NEGATIVE_INFINITY;
  let isLooping = false;
  let hasNews = true;

  async function load(): Promise<LiveSnapshot> {
    const readAtMs = performance.now();
    hasNews = false;
    await watch();
    const { prices, ...feed } = await readLiveFeed(db, held?.feed.version ?? -1);
    held = { feed, readAtMs, prices: merge(held, feed, prices) };
    return held;
  }

  function refresh(): Promise<LiveSnapshot> {
    return loading ??= load().finally(() => loading = null);
  }

  async function watch(): Promise<void> {
    if (performance.now() - watchedAtMs < WATCH_EVERY_MS) return;
    await watchLivePrices(db, WATCH_FOR_MS);
    watchedAtMs = performance.now();
  }

  async function loop(): Promise<void> {
    let wake = Promise.withResolvers<void>();
    let newsAtMs = Number.NEGATIVE_INFINITY;
    const ending = changes.on(["prices"], () => {
      hasNews = true;
      wake.resolve();
    });
    while (listeners.size > 0 && !stopping.aborted) {
      const version = held?.feed.version;
      if (hasNews || !changes.connected || ageOfHeld() >= SAFETY_MS) await refreshOrLog();
      if (held?.feed.version !== version) newsAtMs = performance.now();
      told = held;
      for (const listener of [...listeners]) listener();
      wake = Promise.withResolvers<void>();
      // News that came while it was read.
      if (hasNews) wake.resolve();
      await waitFor(wake, STEP_MS, stopping);
      const restMs = newsAtMs + STEP_MS - performance.now();
      if (restMs > 0) await waitFor(Promise.withResolvers<void>(), restMs, stopping);
    }
    ending();
    isLooping = false;
  }

  function ageOfHeld(): number {
    return performance.now() - (held?.readAtMs ?? Number.NEGATIVE_INFINITY);
  }

  /** A database that is away for a moment ends no stream: the prices grow old until it is back. */
  async function refreshOrLog(): Promise<void> {
    try {
      await refresh();
    } catch (error) {
      hasNews = true;
      log.debug("Live prices could not be read.", { error: String(error) });
    }
  }

  return {
    read: async () => held !== null && ageOfHeld() < STEP_MS ? held : await refresh(),
    get told() {
      return told;
    },
    listen(listener) {
      listeners.add(listener);
      if (!isLooping) {
        isLooping = true;
        // Nobody listened: what is held may be old.
        hasNews = true;
        told = null;
        void loop();
      }
      return () => void listeners.delete(listener);
    },
  };
}

/** The prices that are held with those that moved; those alone where all were read. */
function merge(
  held: LiveSnapshot | null,
  feed: Omit<LiveFeed, "prices">,
  moved: readonly LivePrice[],
): ReadonlyMap<string, LivePrice> {
  const isWhole = held === null || held.feed.version < feed.wholeVersion ||
    held.feed.version > feed.version;
  if (!isWhole && moved.length === 0) return held.prices;
  const prices = new Map(isWhole ? [] : held.prices);
  for (const price of moved) prices.set(price.symbol, price);
  return prices;
}

/** Waits until it is woken, the time is over or the process stops. */
async function waitFor(
  wake: PromiseWithResolvers<void>,
  ms: number,
  stopping: AbortSignal,
): Promise<void> {
  if (stopping.aborted) return;
  const timer = setTimeout(wake.resolve, ms);
  const onStop = () => wake.resolve();
  stopping.addEventListener("abort", onStop, { once: true });
  await wake.promise;
  clearTimeout(timer);
  stopping.removeEventListener("abort", onStop);
}
