import { rateLimited } from "./create_limits.ts";

/** Streams of this process that are open at the same time. */
const MAX_STREAMS = 5_000;
/** When to try again: a slot has no time at which it becomes free. */
const RETRY_MS = 10_000;
/** Whoever lost a right hears for so long at most what went with it. */
const CHECK_MS = 30_000;

/** Counts the streams that are open in this process. */
export interface StreamSlots {
  /**
   * Takes a place until the signal is aborted.
   *
   * @param holder the payer of the stream's call
   * @param most how many the holder may have at once
   * @throws {AppError} RATE_LIMITED with `Retry-After`
   */
  take(holder: string, most: number, until: AbortSignal): void;
  /** How often it is looked at whether a listener may still listen. */
  readonly checkMs: number;
  /** How many are open. */
  readonly open: number;
}

/** Makes the counter of streams. */
export function createStreamSlots(
  { maxStreams = MAX_STREAMS, checkMs = CHECK_MS }: {
    readonly maxStreams?: number;
    readonly checkMs?: number;
  } = {},
): StreamSlots {
  const held = new Map<string, number>();
  let total = 0;
  const change = (holder: string, by: 1 | -1) => {
    const count = (held.get(holder) ?? 0) + by;
    total += by;
    if (count === 0) held.delete(holder);
    else held.set(holder, count);
  };
  return {
    checkMs,
    get open() {
      return total;
    },
    take(holder, most, until) {
      if (total >= maxStreams) throw rateLimited("The server has no room for streams.", RETRY_MS);
      if ((held.get(holder) ?? 0) >= most) {
        throw rateLimited(`${most} streams are open already, the most at once.`, RETRY_MS);
      }
      if (until.aborted) return;
      change(holder, 1);
      until.addEventListener("abort", () => change(holder, -1), { once: true });
    },
  };
}
