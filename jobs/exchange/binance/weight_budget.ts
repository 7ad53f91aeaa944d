import type { Sleep, WeightCount } from "../exchange.ts";

const MINUTE_MS = 60_000;
/** Between two questions to a count that has no room left. */
const REFUSED_PAUSE_MS = 1_000;

export interface WeightBudgetOptions {
  /** Weight the exchange allows per minute, until {@link WeightBudget.setLimit} says better. */
  readonly limitPerMinute: number;
  /** Part of the limit we use; the rest is left to other programs on the same address. */
  readonly share: number;
  readonly maxConcurrent: number;
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Where every process on this address counts; unset: this process counts alone. */
  readonly shared?: WeightCount;
}

/** Permission for one request; one of its two ends must be called when the answer is there. */
export interface WeightLease {
  /** `usedWeight`: the `X-MBX-USED-WEIGHT-1M` of the answer, `null` where it had none. */
  release(usedWeight: number | null): void;
  /** The exchange refused for too much weight: our count is wrong until the next good answer. */
  refuse(): void;
}

export interface WeightBudget {
  acquire(weight: number, signal?: AbortSignal): Promise<WeightLease>;
  setLimit(limitPerMinute: number): void;
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
 *
 * With a shared count all processes together stay below the share: each weight is taken there before its
 * request leaves. What other programs use is known from answers alone, so it may be late by the requests
 * under way; the part that is not used is there for that. A shared count that cannot be had is done without.
 */
export function createWeightBudget(options: WeightBudgetOptions): WeightBudget {
  return new MinuteBudget(options);
}

class MinuteBudget implements WeightBudget {
  readonly #options: WeightBudgetOptions;
  readonly #queue: Waiter[] = [];
  readonly #inFlight = { requests: 0, weight: 0 };
  #limit: number;
  #minute = -1;
  #used = 0;
  #isSynced = false;
  #isPumping = false;

  constructor(options: WeightBudgetOptions) {
    this.#options = options;
    this.#limit = options.limitPerMinute;
  }

  acquire(weight: number, signal?: AbortSignal): Promise<WeightLease> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const onAbort = () => this.#leaveQueue(waiter, signal?.reason);
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
      this.#queue.push(waiter);
      void this.#pump();
    });
  }

  setLimit(limitPerMinute: number): void {
    if (limitPerMinute > 0) this.#limit = limitPerMinute;
  }

  used(): number {
    this.#rollMinute();
    return this.#used;
  }

  #rollMinute(): void {
    const minute = Math.floor(this.#options.now() / MINUTE_MS);
    if (minute === this.#minute) return;
    this.#minute = minute;
    // A request still under way may be counted by the exchange in the new minute.
    this.#used = this.#inFlight.weight;
  }

  #fits(weight: number): boolean {
    this.#rollMinute();
    // A request heavier than the whole share goes alone in a fresh minute rather than never.
    return this.#used + weight <= this.#ceiling() || this.#used === 0;
  }

  #ceiling(): number {
    return Math.floor(this.#limit * this.#options.share);
  }

  #mayStart(): boolean {
    // Before the first answer we do not know what a former process has used in this minute, and
    // after a 429 not what others use: one request goes ahead.
    if (!this.#isSynced) return this.#inFlight.requests === 0;
    return this.#inFlight.requests < this.#options.maxConcurrent;
  }

  #lease(weight: number): WeightLease {
    this.#used += weight;
    this.#inFlight.requests++;
    this.#inFlight.weight += weight;
    const takenInMinute = this.#minute;
    let isOver = false;
    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      this.#rollMinute(); // first: the weight may have been counted in the new minute
      this.#inFlight.requests--;
      this.#inFlight.weight -= weight;
      settle();
      void this.#pump();
    };
    return {
      release: (usedWeight) =>
        end(() => {
          // An answer from over the turn of the minute may carry the old minute's count.
          if (usedWeight !== null && takenInMinute === this.#minute) this.#observe(usedWeight);
          // An exchange without the header is trusted to have none of our weight elsewhere.
          this.#isSynced = true;
        }),
      refuse: () => end(() => this.#isSynced = false),
    };
  }

  #observe(usedWeight: number): void {
    // The exchange may not have seen what is under way: counting it twice errs on the safe side.
    this.#used = Math.max(this.#used, usedWeight + this.#inFlight.weight);
    this.#options.shared?.note(this.#used);
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      while (this.#queue.length > 0 && this.#mayStart()) {
        const next = this.#queue[0]!;
        if (!this.#fits(next.weight)) {
          await this.#waitForNextMinute(next);
        } else {
          if (await this.#isRefusedByOthers(next)) continue;
          // It may have given up while the others were asked.
          if (this.#queue[0] !== next) continue;
          this.#queue.shift();
          next.resolve(this.#lease(next.weight));
        }
      }
    } finally {
      this.#isPumping = false;
    }
  }

  /** True when the processes together have no room left; waits a moment then. */
  async #isRefusedByOthers({ weight, signal }: Waiter): Promise<boolean> {
    const minute = this.#minute;
    const answer = await this.#options.shared?.reserve(weight, this.#ceiling()).catch(() => null);
    if (!answer) return false;
    if (answer.granted) {
      if (minute === this.#minute) this.#used = Math.max(this.#used, answer.used - weight);
      return false;
    }
    // Their minute is not quite ours: they are asked again, not the clock.
    await this.#options.sleep(REFUSED_PAUSE_MS, signal).catch(() => {});
    return true;
  }

  async #waitForNextMinute(first: Waiter): Promise<void> {
    const waitMs = (this.#minute + 1) * MINUTE_MS - this.#options.now();
    try {
      await this.#options.sleep(Math.max(1, waitMs), first.signal);
    } catch (reason) {
      this.#leaveQueue(first, reason);
    }
  }

  #leaveQueue(waiter: Waiter, reason: unknown): void {
    const index = this.#queue.indexOf(waiter);
    if (index >= 0) this.#queue.splice(index, 1);
    waiter.reject(reason);
  }
}
