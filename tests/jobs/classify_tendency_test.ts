import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { latestTendency, pastTendencies, tendencyHistory } from "../../db/mod.ts";
import { classifyMarketTendency } from "../../jobs/classify_tendency.ts";
import { collectCandles } from "../../jobs/collect_candles.ts";
import { HOUR_MS, hourOf } from "../../jobs/hours.ts";
import { marketGrid, tendencyCoinsAt } from "../../jobs/market_grid.ts";
import { toDetails } from "../../server/markets/tendency_view.ts";
import { smallMarket } from "./trained_market.ts";

const DAYS = 90;

Deno.test("the tendency and its history", async (t) => {
  await using market = await smallMarket();
  const { db, context, clock } = market;
  const atMs = hourOf(clock.nowMs);

  await t.step("the first run works out the hours of 90 days and marks them", async () => {
    const result = await classifyMarketTendency(context);
    const rows = await pastTendencies(db, { fromMs: 0 });
    assertEquals(rows.at(-1), {
      atMs,
      tendency: result!.tendency,
      avgChangePercent: result!.metrics.avgChangePercent,
      reconstructed: false,
    });
    const past = rows.slice(0, -1);
    assertEquals(past.every((one) => one.reconstructed), true);
    assert(past.length > (DAYS - 2) * 24, `${past.length} hours`);
    assertEquals(past[0]!.atMs, atMs - HOUR_MS - DAYS * 24 * HOUR_MS);
  });

  await t.step("a reconstructed hour is what would have been said at that hour", async () => {
    const [hour] = (await tendencyHistory(db, { fromMs: 0 })).slice(-30);
    await db.sql("delete from market_tendencies");
    const now = clock.nowMs;
    clock.nowMs = hour!.atMs + 20 * 60_000;
    await classifyMarketTendency(context);
    clock.nowMs = now;
    const { details: _, ...then } = (await latestTendency(db))!;
    // Its own 90 days reach further back, so the record of such labels has other days in it.
    const { confidence, confidenceExplanation, reconstructed, ...same } = then;
    assertEquals(same, { ...same, ...pick(hour!) });
    assertEquals([reconstructed, hour!.reconstructed], [false, true]);
    assert(confidence > 0 && confidence < 1 && confidenceExplanation !== null);
  });

  await t.step(
    "the next hour adds itself, and an outage's hours are worked out after it",
    async () => {
      await db.sql("delete from market_tendencies");
      await classifyMarketTendency(context);
      const before = await pastTendencies(db, { fromMs: 0 });
      clock.nowMs += 5 * HOUR_MS;
      await collectCandles(context, { mode: "forward" });
      await classifyMarketTendency(context);
      const after = await pastTendencies(db, { fromMs: 0 });
      assertEquals(after.slice(0, before.length), before);
      const added = after.slice(before.length);
      assertEquals(added.map((one) => one.reconstructed), [true, true, true, true, false]);
    },
  );

  await t.step(
    "the details say what made it, what would flip it and how such labels fared",
    async () => {
      const { details, confidence, confidenceExplanation, tendency } = (await latestTendency(db))!;
      const told = toDetails(details)!;
      assert(told.deciding_coins.length > 0);
      assertEquals(told.thresholds.some((one) => one.rule === tendency), true);
      assertEquals(told.smallest_flip, told.flips[0]);
      assert(told.flips.every((flip) => flip.becomes !== tendency));
      assertMatch(told.flips[0]!.text, /^[A-Z][a-z]+ if .*\.$/);
      assert(told.lasted_hours >= 1 && told.runs > 0 && told.duration_hours_typical! >= 1);
      assert(told.observations <= DAYS && told.reconstructed_hours > 80 * 24);
      const base = told.base_share ?? 0.5;
      const share = told.next_day_agreed_share ?? base;
      assert(confidence <= Math.max(share, base, 0.5) && confidence >= Math.min(share, base, 0.5));
      assertMatch(confidenceExplanation!, /^\d+ %/);
    },
  );
});

/** What a classification says whenever it is made. */
function pick(
  row: { readonly tendency: string; readonly explanation: string; readonly metrics: unknown },
) {
  return { tendency: row.tendency, explanation: row.explanation, metrics: row.metrics };
}

Deno.test("a market that only falls is bearish without a claim about tomorrow", async () => {
  await using market = await smallMarket();
  await market.db.sql(
    `update candles set close = close * (1 + 0.002 * extract(epoch from
       ($1::timestamptz - open_time)) / 3600), high = high * 10, low = low / 10`,
    [new Date(market.clock.nowMs).toISOString()],
  );
  const result = await classifyMarketTendency(market.context);
  assertEquals([result!.tendency, result!.clarity], ["bearish", 1]);
  const { confidence } = (await latestTendency(market.db))!;
  assert(confidence < 1);
});

Deno.test("the grid leaves out coins without the hour and knows no change across a missing day", () => {
  const series = (symbol: string, hours: number[]) => {
    const openTime = Float64Array.from(hours, (hour) => hour * HOUR_MS);
    const close = Float64Array.from(hours, (hour) => 100 + hour);
    return {
      symbol,
      openTime,
      close,
      open: close,
      high: close,
      low: close,
      volume: close,
      quoteVolume: close,
    };
  };
  const all = Array.from({ length: 30 }, (_, hour) => hour);
  const grid = marketGrid(
    [series("ALL", all), series("YOUNG", all.slice(20)), series("LATE", all.slice(0, 29))],
    new Map([["ALL", 2]]),
    { fromMs: 0, toMs: 29 * HOUR_MS },
  );
  const [one, young, ...others] = tendencyCoinsAt(grid, 29 * HOUR_MS);
  assertEquals([one!.symbol, young!.symbol, others], ["ALL", "YOUNG", []]);
  assertAlmostEquals(one!.change24hPercent, (129 / 105 - 1) * 100, 1e-9);
  assertEquals([one!.marketCapWeight, young!.marketCapWeight], [258, null]);
  assertEquals(one!.hourlyReturns.length, 24);
  assertEquals(young!.change24hPercent, NaN);
});
