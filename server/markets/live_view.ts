import type { LiveSnapshot } from "./live_hub.ts";
import type { LivePrices } from "./schema.ts";

/**
 * Prices that have not moved for longer are shown as stale. Two polls may fail unseen; an exchange that
 * gives the same prices again and again is as stale as one that does not answer.
 */
export const STALE_AFTER_MS = 25_000;

/** A client that knows no change set. */
export const NOTHING_KNOWN = -1;

/** How long ago a price last moved; null before the first. */
export function ageOf({ feed, readAtMs }: LiveSnapshot): number | null {
  return feed.ageMs === null ? null : Math.max(0, feed.ageMs + performance.now() - readAtMs);
}

/** How the feed is: `live`, `stale`, or `none` before the first prices. */
export function stateOf(snapshot: LiveSnapshot): LivePrices["state"] {
  const ageMs = ageOf(snapshot);
  if (ageMs === null || snapshot.prices.size === 0) return "none";
  return ageMs <= STALE_AFTER_MS ? "live" : "stale";
}

/** Why there is nothing newer; null while there is. */
export function reasonOf(snapshot: LiveSnapshot): string | null {
  if (stateOf(snapshot) === "live") return null;
  const { failure, answeredMs } = snapshot.feed;
  if (failure !== null) return failure;
  const answers = answeredMs !== null &&
    answeredMs + performance.now() - snapshot.readAtMs <= STALE_AFTER_MS;
  return answers && snapshot.prices.size > 0
    ? "The exchange answers, but no price has moved."
    : "The exchange has been asked for new prices.";
}

/** The prices that moved after a change set, or all where the client cannot know what was dropped. */
export function toLivePrices(snapshot: LiveSnapshot, since: number): LivePrices {
  const { feed } = snapshot;
  const whole = since < feed.wholeVersion || since > feed.version;
  const moved = [...snapshot.prices.values()].filter((price) => whole || price.version > since);
  const ageMs = ageOf(snapshot);
  return {
    version: feed.version,
    since: whole ? null : since,
    prices: moved.map(({ symbol, price, atMs }) => ({ symbol, price, at: iso(atMs) })),
    state: stateOf(snapshot),
    reason: reasonOf(snapshot),
    as_of: feed.movedAtMs === null ? null : iso(feed.movedAtMs),
    age_ms: ageMs === null ? null : Math.round(ageMs),
    stale_after_ms: STALE_AFTER_MS,
    source: feed.source,
    simulated: feed.simulated,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
