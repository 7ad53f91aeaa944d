import { assertEquals } from "@std/assert";
import type { LivePrices } from "../../server/markets/schema.ts";
import {
  ageWords,
  type HeldPrices,
  receivePrices,
  staleWords,
  stateOf,
} from "../../web/features/live/held_prices.ts";
import { liveWorth } from "../../web/features/market/market_words.ts";
import type { MarketOverview } from "../../server/markets/schema.ts";

function message(change: Partial<LivePrices>, prices: Record<string, number>): LivePrices {
  return {
    version: 1,
    since: null,
    prices: Object.entries(prices).map(([symbol, price]) => ({ symbol, price, at: "" })),
    state: "live",
    reason: null,
    as_of: "2026-11-21T12:00:00.000Z",
    age_ms: 3_000,
    stale_after_ms: 25_000,
    source: null,
    simulated: false,
    ...change,
  };
}

const entries = (held: HeldPrices | null) => Object.fromEntries(held?.prices ?? []);

Deno.test("moves are added to what is held, and a dropped coin leaves with the next whole message", () => {
  const first = receivePrices(null, message({}, { BTC: 100, ETH: 10 }), 0);
  const second = receivePrices(first, message({ version: 3, since: 1 }, { BTC: 101 }), 1_000);
  assertEquals(entries(second), { BTC: 101, ETH: 10 });
  assertEquals(second!.movedAtMs, -2_000);
  const third = receivePrices(second, message({ version: 4 }, { BTC: 102 }), 2_000);
  assertEquals(entries(third), { BTC: 102 });
});

Deno.test("a tab that missed moves asks for all prices, and old news changes nothing", () => {
  assertEquals(receivePrices(null, message({ version: 3, since: 1 }, { BTC: 101 }), 0), null);
  const held = receivePrices(null, message({ version: 5 }, { BTC: 105 }), 0);
  assertEquals(receivePrices(held, message({ version: 9, since: 7 }, { BTC: 109 }), 0), null);
  assertEquals(receivePrices(held, message({ version: 4, since: 3 }, { BTC: 104 }), 0), held);
  // A database that was restored counts anew.
  const anew = receivePrices(held, message({ version: 2 }, { BTC: 90 }), 0);
  assertEquals([anew!.version, entries(anew)], [2, { BTC: 90 }]);
});

Deno.test("prices grow stale by the page's own clock, though nothing is heard", () => {
  const held = receivePrices(null, message({}, { BTC: 100 }), 10_000);
  assertEquals([null, held].map((one) => stateOf(one, 10_000)), ["none", "live"]);
  assertEquals([31_000, 33_000].map((nowMs) => stateOf(held, nowMs)), ["live", "stale"]);
  const never = message({ age_ms: null, as_of: null, state: "none" }, {});
  assertEquals(stateOf(receivePrices(null, never, 0), 0), "none");
});

Deno.test("an age is told in words, with the reason where there is one", () => {
  assertEquals([0, 45_900, 61_000, 7_200_000].map(ageWords), ["0 s", "45 s", "1 min", "2 h"]);
  assertEquals(staleWords(45_000, "It is down."), "This price is 45 s old. It is down.");
  assertEquals(
    staleWords(45_000, null),
    "This price is 45 s old. Nothing new has been heard from the server.",
  );
});

Deno.test("the worth of the market follows live prices as far as there are any", () => {
  const coin = (symbol: string, price: number, cap: number | null) => ({
    symbol,
    price,
    market_cap: cap,
  });
  const overview = {
    coins: [coin("BTC", 100, 1_000), coin("ETH", 10, 500), coin("SOL", 1, null)],
    totals: { market_cap: 1_500 },
  } as unknown as MarketOverview;
  const live = new Map([["BTC", 110], ["SOL", 2]]);
  assertEquals(Math.round(liveWorth(overview, (symbol) => live.get(symbol))!), 1_600);
  const unknown = { ...overview, totals: { ...overview.totals, market_cap: null } };
  assertEquals(liveWorth(unknown, () => 1), null);
});
