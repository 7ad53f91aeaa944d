import { type Accessor, createMemo, createSignal, onCleanup, onMount, type Signal } from "solid-js";
import type { LivePrices } from "../../../server/markets/schema.ts";
import { createClock } from "../../lib/clock.ts";
import { fromSubscription, joinStream, type StreamState } from "../../lib/shared_stream.ts";
import { api } from "../../trpc.ts";
import { type HeldPrices, receivePrices, stateOf } from "./held_prices.ts";

/** The newest prices, as they move. */
export interface LiveFeed {
  /** The live price of a coin where it is newer than candles up to `candlesMs`; else undefined. */
  price(symbol: string, candlesMs: number | undefined): number | undefined;
  readonly state: Accessor<"live" | "stale" | "none">;
  /** How long ago a price moved, renewed each second. */
  readonly ageMs: Accessor<number>;
  /** Why prices are stale, where the server has said it. */
  readonly reason: Accessor<string | null>;
}

const POLL_MS = 10_000;
const CLOCK_MS = 1_000;
// A write made while a router transition is pending must not be dropped, equal or not (Solid 1.9).
const ALWAYS = { equals: false } as const;

const openStream = fromSubscription<LivePrices>((handlers) =>
  api.market.live.subscribe(undefined, handlers)
);

/** Follows the prices by the stream that the tabs share; by asking, where a stream cannot be had. */
export function createLiveFeed(): LiveFeed {
  let prices: HeldPrices | null = null;
  const [held, setHeld] = createSignal<HeldPrices | null>(null, ALWAYS);
  const coins = new Map<string, Signal<number | undefined>>();
  const now = createClock(CLOCK_MS);
  const state = createMemo(() => stateOf(held(), now()));
  let stream: StreamState = "connecting";

  function coin(symbol: string): Signal<number | undefined> {
    const known = coins.get(symbol);
    if (known) return known;
    const made = createSignal<number | undefined>(prices?.prices.get(symbol), ALWAYS);
    coins.set(symbol, made);
    return made;
  }

  function receive(message: LivePrices): void {
    const before = prices?.prices;
    const next = receivePrices(prices, message, Date.now());
    if (next === null) return void ask();
    prices = next;
    setHeld(next);
    // Only what moved is drawn anew.
    for (const [symbol, [, set]] of coins) {
      const price = next.prices.get(symbol);
      if (price !== before?.get(symbol)) set(price);
    }
  }

  function ask(): Promise<void> {
    return api.market.livePrices.query({}).then(receive, () => {});
  }

  onMount(() => {
    // A tab that joins late hears of moves only.
    void ask();
    const leave = joinStream("prices", openStream, {
      onData: receive,
      onState: (next) => stream = next,
    });
    const timer = setInterval(() => {
      if (stream !== "open" && stream !== "shared") void ask();
    }, POLL_MS);
    onCleanup(() => {
      leave();
      clearInterval(timer);
    });
  });
  return {
    state,
    ageMs: () => Math.max(0, now() - (held()?.movedAtMs ?? now())),
    reason: () => held()?.reason ?? null,
    price(symbol, candlesMs) {
      const price = coin(symbol)[0]();
      return (prices?.asOfMs ?? 0) > (candlesMs ?? 0) ? price : undefined;
    },
  };
}
