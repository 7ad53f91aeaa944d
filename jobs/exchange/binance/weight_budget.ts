import type { Sleep } from "../exchange.ts";

const MINUTE_MS = 60_000;

export interface WeightBudgetOptions {
  /** Weight the exchange allows per minute, until {@link WeightBudget.setLimit} says better. */
  readonly limitPerMinute: number;
  /** Part of the limit we use; the rest is left to other programs on the same address. */
  readonly share: number;
  readonly maxConcurrent: number;
  readonly now: () => number;
  readonly sleep: Sleep;
}

/** Permission for one request; `release` must be called once, when its answer is there. */
export interface WeightLease {
  /** `usedWeight`: the `X-MBX-USED-WEIGHT-1M` of the answer, `null` where it had none. */
  release(usedWeight: number | null): void;
}

export interface WeightBudget {
  acquire(weight: number, signal?: AbortSignal): Promise<WeightLease>;
  setLimit(limitPerMinute: number): void;
  /** Distrusts the own count until the next answer: one request goes first, alone. */
  resync(): void;
  /** Weight counted in the current minute, ours and others'. */
  used(): number;
}

interface Waiter {
  readonly weight: number;
  readonly signal?: AbortSignal;
  readonly resolve: (lease: WeightLease) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Counts request weight before requests leave, so that concurrent ones never overshoot, and takes
 * over the exchange's own count from each answer, so that other programs on the address count too.
 * Binance counts in whole minutes of the clock. Requests are served in order of asking.
 */
export function createWeightBudget(options: WeightBudgetOptions): WeightBudget {
  const state = { limit: options.limitPerMinute, minute: -1, used: 0, synced: false };
  const inFlight = { requests: 0, weight: 0 };
  const queue: Waiter[] = [];
  let pumping = false;

  function rollMinute(): void {
    const minute = Math.floor(options.now() / MINUTE_MS);
    if (minute === state.minute) return;
    state.minute = minute;
    // A request still under way may be counted by the exchange in the new minute.
    state.used = inFlight.weight;
  }

  function ceiling(): number {
    return Math.floor(state.limit * options.share);
  }

  function fits(weight: number): boolean {
    rollMinute();
    // A request heavier than the whole share goes alone in a fresh minute rather than never.
    return state.used + weight <= ceiling() || state.used === 0;
  }

  function mayStart(): boolean {
    // Before the first answer we do not know what a former process has used in this minute.
    if (!state.synced) return inFlight.requests === 0;
    return inFlight.requests < options.maxConcurrent;
  }

  function lease(weight: number): WeightLease {
    state.used += weight;
    inFlight.requests++;
    inFlight.weight += weight;
    const takenIn = state.minute;
    let released = false;
    return {
      release(usedWeight) {
        if (released) return;
        released = true;
        rollMinute(); // first: the weight may have been counted in the new minute
        inFlight.requests--;
        inFlight.weight -= weight;
        // An answer from over the turn of the minute may carry the old minute's count.
        if (usedWeight !== null && takenIn === state.minute) observe(usedWeight);
        // An exchange without the header is trusted to have none of our weight elsewhere.
        state.synced = true;
        void pump();
      },
    };
  }

  function observe(usedWeight: number): void {
    // The exchange may not have seen what is under way: counting it twice errs on the safe side.
    state.used = Math.max(state.used, usedWeight + inFlight.weight);
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    try {
      while (queue.length > 0 && mayStart()) {
        const next = queue[0]!;
        if (fits(next.weight)) {
          queue.shift();
          next.resolve(lease(next.weight));
        } else {
          await waitForNextMinute(next);
        }
      }
    } finally {
      pumping = false;
    }
  }

  async function waitForNextMinute(first: Waiter): Promise<void> {
    const waitMs = (state.minute + 1) * MINUTE_MS - options.now();
    try {
      await options.sleep(Math.max(1, waitMs), first.signal);
    } catch (reason) {
      leaveQueue(first, reason);
    }
  }

  function leaveQueue(waiter: Waiter, reason: unknown): void {
    const index = queue.indexOf(waiter);
    if (index >= 0) queue.splice(index, 1);
    waiter.reject(reason);
  }

  function acquire(weight: number, signal?: AbortSignal): Promise<WeightLease> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const onAbort = () => leaveQueue(waiter, signal?.reason);
      const waiter: Waiter = {
        weight,
        signal,
        resolve: (lease) => {
          signal?.removeEventListener("abort", onAbort);
          resolve(lease);
        },
        reject,
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      queue.push(waiter);
      void pump();
    });
  }

  return {
    acquire,
    setLimit: (limitPerMinute) => {
      if (limitPerMinute > 0) state.limit = limitPerMinute;
    },
    resync: () => {
      state.synced = false;
    },
    used: () => {
      rollMinute();
      return state.used;
    },
  };
}
