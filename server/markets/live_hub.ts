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

interface HubParts {
  readonly db: Database;
  readonly log: Logger;
  readonly stopping: AbortSignal;
  readonly changes: PriceChanges;
}

export function createLiveHub(parts: HubParts): LiveHub {
  const { stopping, changes } = parts;
  const reader = createReader(parts);
  const listeners = new Set<() => void>();
  let told: LiveSnapshot | null = null;
  let isLooping = false;

  async function loop(): Promise<void> {
    let wake = Promise.withResolvers<void>();
    let newsAtMs = Number.NEGATIVE_INFINITY;
    // Nobody listened: what is held may be old.
    let hasNews = true;
    const ending = changes.on(["prices"], () => {
      hasNews = true;
      wake.resolve();
    });
    while (listeners.size > 0 && !stopping.aborted) {
      const version = reader.held?.feed.version;
      if (hasNews || !changes.connected || reader.ageMs() >= SAFETY_MS) {
        hasNews = false;
        if (!await reader.refreshed()) hasNews = true;
      }
      if (reader.held?.feed.version !== version) newsAtMs = performance.now();
      told = reader.held;
      for (const listener of [...listeners]) listener();
      wake = Promise.withResolvers<void>();
      await waitFor(wake, STEP_MS, stopping);
      const restMs = newsAtMs + STEP_MS - performance.now();
      if (restMs > 0) await waitFor(Promise.withResolvers<void>(), restMs, stopping);
    }
    ending();
    isLooping = false;
  }

  return {
    read: async () =>
      reader.held !== null && reader.ageMs() < STEP_MS ? reader.held : await reader.refresh(),
    get told() {
      return told;
    },
    listen(listener) {
      listeners.add(listener);
      if (!isLooping) {
        isLooping = true;
        told = null;
        void loop();
      }
      return () => void listeners.delete(listener);
    },
  };
}

/** Reads what moved since it last read; those who ask at the same time share one reading. */
function createReader({ db, log }: HubParts) {
  let held: LiveSnapshot | null = null;
  let loading: Promise<LiveSnapshot> | null = null;
  let watchedAtMs = Number.NEGATIVE_INFINITY;

  async function load(): Promise<LiveSnapshot> {
    const readAtMs = performance.now();
    if (readAtMs - watchedAtMs >= WATCH_EVERY_MS) {
      await watchLivePrices(db, WATCH_FOR_MS);
      watchedAtMs = readAtMs;
    }
    const { prices, ...feed } = await readLiveFeed(db, held?.feed.version ?? -1);
    return held = { feed, readAtMs, prices: merge(held, feed, prices) };
  }

  function refresh(): Promise<LiveSnapshot> {
    return loading ??= load().finally(() => loading = null);
  }

  return {
    refresh,
    get held() {
      return held;
    },
    ageMs: () => performance.now() - (held?.readAtMs ?? Number.NEGATIVE_INFINITY),
    /** False while the database is away: that ends no stream, the prices grow old until it is back. */
    async refreshed(): Promise<boolean> {
      try {
        // One that is under way may have begun before the news.
        if (loading !== null) await loading;
        await refresh();
        return true;
      } catch (error) {
        log.debug("Live prices could not be read.", { error: String(error) });
        return false;
      }
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
