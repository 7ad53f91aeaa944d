import { type BlockStore, ExchangeError, type ExchangeLog, type Sleep } from "../exchange.ts";

export interface HostBlocksOptions {
  readonly host: string;
  readonly store: BlockStore;
  /** A block that lasts longer than this is reported instead of waited for. */
  readonly maxWaitMs: number;
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly log: ExchangeLog;
}

export interface HostBlocks {
  /** Returns when the host may be asked again. Throws `rate_limited` when that is too far away. */
  wait(signal?: AbortSignal): Promise<void>;
  /** Remembers that the host wants to be left alone until `untilMs`. */
  record(untilMs: number, reason: string): Promise<void>;
}

/** How long an answer of the store is believed: other processes may add a block meanwhile. */
const RELOAD_AFTER_MS = 5_000;

/**
 * The `Retry-After` memory of one host. It lives in the store, so that a restarted process and
 * every other one on the address wait as well.
 */
export function createHostBlocks(options: HostBlocksOptions): HostBlocks {
  const { host, store, now, log } = options;
  let untilMs = 0;
  let loadedAtMs = Number.NEGATIVE_INFINITY;

  async function load(): Promise<void> {
    if (now() - loadedAtMs < RELOAD_AFTER_MS) return;
    const stored = await store.load(host);
    loadedAtMs = now();
    untilMs = Math.max(untilMs, stored ?? 0);
  }

  function refuseLongWait(): void {
    if (untilMs - now() <= options.maxWaitMs) return;
    throw new ExchangeError(
      "rate_limited",
      `${host} wants no requests from this address until ${new Date(untilMs).toISOString()}; ` +
        `try again then.`,
      { retryAtMs: untilMs },
    );
  }

  return {
    async wait(signal) {
      await load();
      while (now() < untilMs) {
        refuseLongWait();
        const waitMs = Math.ceil(untilMs - now());
        log.warn("waiting because the exchange asked for it", { host, waitMs, untilMs });
        await options.sleep(waitMs, signal);
      }
    },
    async record(newUntilMs, reason) {
      if (newUntilMs <= untilMs) return;
      untilMs = newUntilMs;
      await store.save(host, newUntilMs, reason);
    },
  };
}
