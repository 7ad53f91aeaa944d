import type { DailyOutcome } from "../../db/mod.ts";

/** Cost of buying and of selling, in basis points of what is traded. */
export const COST_BP = 10;
export const RANDOM_LISTS = 200;
export const SEED = 20_260_101;
const LIST_SIZE = 20;
/** Random lists between which the event loop is let go. */
const LISTS_AT_ONCE = 4;

/** Worth of 1 put in at the start, after each day. */
export interface FollowedLists {
  readonly listSize: number;
  readonly madeAtMs: readonly number[];
  readonly top: readonly number[];
  readonly universe: readonly number[];
  /** A row of worths for each random list. */
  readonly random: readonly (readonly number[])[];
}

interface Day {
  readonly madeAtMs: number;
  /** Coins by forecast change, best first; `gain` is what came, 0.01 for 1 %. */
  readonly coins: readonly { readonly symbol: string; readonly gain: number }[];
}

/**
 * What following the list of each day would have brought: equal parts of its coins, held for the
 * horizon, paying for what is bought and sold when the list changes. Random lists of the same size pay
 * the same; the universe is bought once and held in equal parts. Days that overlap the day before are
 * left out. Seeded: the same outcomes give the same lists.
 *
 * @param outcomes by time; every coin of a day with its outcome
 */
export async function followLists(outcomes: readonly DailyOutcome[]): Promise<FollowedLists> {
  const days = toDays(outcomes);
  const fewest = Math.min(...days.map((day) => day.coins.length));
  const listSize = days.length === 0 ? LIST_SIZE : Math.min(LIST_SIZE, Math.ceil(fewest / 2));
  const random = createRandom(SEED);
  const lists: number[][] = [];
  while (lists.length < RANDOM_LISTS) {
    if (lists.length % LISTS_AT_ONCE === 0) await new Promise((done) => setTimeout(done, 0));
    lists.push(worths(days, (day) => pick(day.coins, listSize, random)));
  }
  return {
    listSize,
    madeAtMs: days.map((day) => day.madeAtMs),
    top: worths(days, (day) => day.coins.slice(0, listSize)),
    universe: worths(days, (day) => day.coins, { pays: "once" }),
    random: lists,
  };
}

function toDays(outcomes: readonly DailyOutcome[]): Day[] {
  const days: Day[] = [];
  let freeFromMs = -Infinity;
  for (const [madeAtMs, all] of Map.groupBy(outcomes, (one) => one.madeAtMs)) {
    if (madeAtMs < freeFromMs) continue;
    freeFromMs = all[0]!.targetMs;
    const ranked = all.toSorted((a, b) =>
      b.q50 / b.close - a.q50 / a.close || (a.symbol < b.symbol ? -1 : 1)
    );
    const coins = ranked.map(({ symbol, close, actual }) => ({ symbol, gain: actual / close - 1 }));
    days.push({ madeAtMs, coins });
  }
  return days;
}

function worths(
  days: readonly Day[],
  choose: (day: Day) => Day["coins"],
  { pays }: { readonly pays: "once" | "for changes" } = { pays: "for changes" },
): number[] {
  let worth = 1;
  let held = new Set<string>();
  return days.map((day, at) => {
    const chosen = choose(day);
    const kept = chosen.filter(({ symbol }) => held.has(symbol)).length;
    const bought = 1 - kept / chosen.length;
    const sold = held.size === 0 ? 0 : 1 - kept / held.size;
    const traded = pays === "for changes" ? bought + sold : at === 0 ? 1 : 0;
    held = new Set(chosen.map(({ symbol }) => symbol));
    const gain = chosen.reduce((sum, one) => sum + one.gain, 0) / chosen.length;
    return worth *= (1 + gain) * (1 - traded * COST_BP / 10_000);
  });
}

/** `size` of the coins, each set as likely as any other (a Fisher–Yates shuffle that stops early). */
function pick(coins: Day["coins"], size: number, random: () => number): Day["coins"] {
  const pool = [...coins];
  for (let place = 0; place < size; place++) {
    const other = place + Math.floor(random() * (pool.length - place));
    [pool[place], pool[other]] = [pool[other]!, pool[place]!];
  }
  return pool.slice(0, size);
}

/** mulberry32: small, seeded, good enough to draw lists. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, 1 | state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}
