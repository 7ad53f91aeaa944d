const MINUTE_MS = 60_000;
/** Requests in spite of a 429 before the exchange bans the address. */
const PATIENCE = 10;
/** Binance's shortest ban. */
const BAN_MS = 2 * MINUTE_MS;

export interface WeightReading {
  readonly used: number;
  /** Set where the request is over the limit. */
  readonly block: { readonly name: "429" | "418"; readonly untilMs: number } | null;
}

export interface WeightMeter {
  take(weight: number, nowMs: number): WeightReading;
  /** The most that was used in any minute. */
  readonly peak: number;
}

/** Counts request weight by the minute as Binance does: 429 over the limit, 418 for going on. */
export function createWeightMeter(limitPerMinute: number): WeightMeter {
  let minute = -1;
  let used = 0;
  let refused = 0;
  let peak = 0;
  let bannedUntilMs = 0;

  return {
    get peak() {
      return peak;
    },
    take(weight, nowMs) {
      const current = Math.floor(nowMs / MINUTE_MS);
      if (current !== minute) {
        minute = current;
        used = 0;
        refused = 0;
      }
      used += weight;
      peak = Math.max(peak, used);
      if (nowMs < bannedUntilMs) return { used, block: { name: "418", untilMs: bannedUntilMs } };
      if (used <= limitPerMinute) return { used, block: null };
      if (++refused <= PATIENCE) {
        return { used, block: { name: "429", untilMs: (current + 1) * MINUTE_MS } };
      }
      bannedUntilMs = nowMs + BAN_MS;
      return { used, block: { name: "418", untilMs: bannedUntilMs } };
    },
  };
}
