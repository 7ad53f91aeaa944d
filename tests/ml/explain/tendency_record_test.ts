import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { decidingCoins } from "../../../ml/explain/tendency_coins.ts";
import {
  durationRecord,
  nextDayRecord,
  type PastLabel,
} from "../../../ml/explain/tendency_record.ts";
import { tendencyThresholds } from "../../../ml/explain/tendency_thresholds.ts";
import { HOUR_MS } from "../../../ml/series.ts";
import { type Tendency, type TendencyCoin, tendencyOf } from "../../../ml/tendency.ts";

/** A label an hour: b bullish, e bearish, v volatile, s stable, "-" a missing hour. */
function labels(text: string, change = 1): PastLabel[] {
  const names: Record<string, Tendency> = {
    b: "bullish",
    e: "bearish",
    v: "volatile",
    s: "stable",
  };
  return [...text].flatMap((letter, hour) => {
    const tendency = names[letter];
    return tendency ? [{ atMs: hour * HOUR_MS, tendency, avgChangePercent: change }] : [];
  });
}

Deno.test("runs count from start to end; the first, the present and broken ones are no length", () => {
  // Ended runs of b: 2 and 4 hours; the first b's start, and the ends at a gap, were not seen.
  assertEquals(durationRecord(labels("bbbsbbsbbbbsbb-bbbsbb")), {
    lastedHours: 2,
    typicalHours: 3,
    runs: 2,
  });
  assertEquals(durationRecord(labels("sssbbsb")).typicalHours, 2);
  assertEquals(durationRecord(labels("bbb")), { lastedHours: 3, typicalHours: null, runs: 0 });
  assertEquals(durationRecord([]), { lastedHours: 0, typicalHours: null, runs: 0 });
});

/** One label a day with the change of the day before it, and the rest of the hours noise. */
function daily(days: readonly (readonly [Tendency, number])[]): Map<number, PastLabel> {
  const past = new Map<number, PastLabel>();
  days.forEach(([tendency, avgChangePercent], day) => {
    for (let hour = 0; hour < 24; hour++) {
      const atMs = (day * 24 + hour) * HOUR_MS;
      const noise = { tendency: "volatile", avgChangePercent: -9 } as const;
      past.set(atMs, hour === 0 ? { atMs, tendency, avgChangePercent } : { atMs, ...noise });
    }
  });
  return past;
}

Deno.test("the next day is asked once a day, and a label's share is pulled toward any day's", () => {
  const days = [["bullish", 1], ["bullish", 2], ["bearish", -1], ["stable", 3], ["bullish", 4], [
    "bullish",
    -1,
  ]] as const;
  const now = { atMs: 5 * 24 * HOUR_MS, tendency: "bullish" } as const;
  const record = nextDayRecord(daily(days), now, 90);
  // After the bullish days 0, 1 and 4: +2, -1 and -1; after all five: +2, -1, +3, +4, -1.
  assertEquals([record.observations, record.agreed], [3, 1]);
  assertEquals([record.allDays, record.allAgreed], [5, 3]);
  const base = (3 + 10) / 25;
  assertAlmostEquals(record.confidence, (1 + 20 * base) / 23, 1e-12);
  const bearish = nextDayRecord(daily(days), { ...now, tendency: "bearish" }, 90);
  assertEquals([bearish.observations, bearish.agreed], [1, 0]);
  const stable = nextDayRecord(daily(days), { ...now, tendency: "stable" }, 90);
  assertEquals([stable.observations, stable.agreed, stable.allAgreed], [1, 0, 1]);
});

Deno.test("nothing seen is one half, and a day that has not ended is not looked at", () => {
  const now = { atMs: 5 * 24 * HOUR_MS, tendency: "bullish" } as const;
  assertEquals(nextDayRecord(new Map(), now, 90).confidence, 0.5);
  const past = daily([["bullish", 1], ["bullish", 1], ["bullish", -5]]);
  const early = { atMs: 24 * HOUR_MS, tendency: "bullish" } as const;
  assertEquals(nextDayRecord(past, early, 90).observations, 1);
  assertEquals(nextDayRecord(past, early, 90).agreed, 1);
});

const coin = (symbol: string, change24hPercent: number, hourlyReturns: number[]): TendencyCoin => ({
  symbol,
  change24hPercent,
  marketCapWeight: null,
  hourlyReturns,
});

Deno.test("a direction is made by the coins that went that way, the furthest first", () => {
  const coins = [coin("A", 1, []), coin("B", 0.4, []), coin("C", 3, []), coin("D", -4, [])];
  assertEquals(decidingCoins(coins, "bullish").map((one) => one.symbol), ["C", "A"]);
  assertEquals(decidingCoins(coins, "bearish").map((one) => one.symbol), ["D"]);
});

Deno.test("swings are made by the coins in shares that add up to one", () => {
  const coins = [
    coin("CALM", 0, [0, 0, 0, 0]),
    coin("WILD", 0, [0.04, -0.04, 0.04, -0.04]),
    coin("MILD", 0, [NaN, -0.01, 0.01, -0.01]),
    coin("YOUNG", 0, [-0.02]),
  ];
  const made = decidingCoins(coins, "volatile");
  assertEquals(made[0]!.symbol, "WILD");
  assertAlmostEquals(made.reduce((sum, one) => sum + one.share!, 0), 1, 1e-12);
  assertEquals(made.find((one) => one.symbol === "CALM")!.share, 0);
  assertEquals(decidingCoins([coins[0]!], "stable")[0]!.share, null);
});

Deno.test("thresholds are told up to the rule that decided", () => {
  const figures = {
    coins: 5,
    risingCoins: 3,
    fallingCoins: 1,
    volatilityIndex: 1,
    avgChangePercent: -0.5,
    rangePercent: 9,
  };
  const asked = (change: Partial<typeof figures>) => tendencyThresholds({ ...figures, ...change });
  assertEquals(asked({ risingCoins: 4 }).map((one) => one.rule), ["bullish"]);
  const stable = asked({});
  assertEquals(stable.map((one) => one.met), [false, false, false, true, true]);
  assertEquals(stable[0]!.threshold, 3);
  const wide = { avgChangePercent: 2 };
  assertEquals(asked(wide).at(-1)!.met, false);
  assertEquals(tendencyOf({ ...figures, ...wide }), "volatile");
  assert(asked(wide).filter((one) => one.met).every((one) => one.rule !== "consolidating"));
});
