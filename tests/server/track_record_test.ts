import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { type DailyOutcome, publishForecasts, scorePublication } from "../../db/mod.ts";
import { COST_BP, followLists } from "../../server/predictions/follow_lists.ts";
import type { FollowTop20, TrackRecord } from "../../server/predictions/schema.ts";
import { testDatabase } from "../helpers/database.ts";
import { ADMIN_KEY, get, getJson, startTestApp } from "./app_for_tests.ts";
import { HOUR_MS, MADE_AT_MS, NOW_MS, storeForecasts, storeMarket } from "./market_for_tests.ts";

const DAY_MS = 24 * HOUR_MS;
const AUTH = { headers: { authorization: `Bearer ${ADMIN_KEY}` } };

Deno.test("the record of forecasts that have come due, and of following them", async (t) => {
  await using db = await testDatabase();
  await storeMarket(db);
  // The clock is a day after the candles began to be forecast: all but the newest are due.
  for (const day of [3, 2, 1]) await publishEarlier(db, day);
  await storeForecasts(db);
  await using server = await startTestApp(db, { now: () => NOW_MS });
  const record = await getJson<TrackRecord>(
    `${server.url}/api/predictions/track-record?symbol=btc&days=30`,
    AUTH,
  );
  await t.step("one coin: what was published, what came, and what naive said", () => {
    assertEquals([record.symbol, record.days, record.horizon_hours], ["BTC", 30, 24]);
    assertEquals([record.of, record.scored_days], ["model", 3]);
    assertEquals(record.series.length, 4);
    const [first] = record.series;
    assertEquals(first?.prediction_time, new Date(MADE_AT_MS - 3 * DAY_MS).toISOString());
    assertEquals([first?.naive_q50, first?.price], [100, 100]);
    assert(first!.actual !== null && typeof first!.hit === "boolean");
    assertEquals(record.series.at(-1)?.actual, null, "not due yet");
  });
  await t.step("hits and misses alike", () => {
    const { forecasts, scored, hits, misses, hit_rate: rate } = record.summary;
    assertEquals([forecasts, scored, hits + misses], [3, 3, 3]);
    assertEquals(rate, hits / 3);
    const told = record.series.filter((one) => one.hit !== null);
    assertEquals(told.filter((one) => one.hit).length, hits);
    for (const { q50, price, actual, hit } of told) {
      assertEquals(hit, Math.sign(q50 - price) === Math.sign(actual! - price));
    }
  });
  await t.step("by hour ahead and by month", () => {
    assertEquals(record.by_horizon.length, 24);
    assertEquals(record.by_month.map((row) => row.month), ["2025-02", "2025-03"]);
    assertEquals(record.by_coin.map((row) => row.symbol), ["BTC"]);
    const error = record.series.flatMap((one) =>
      one.actual === null ? [] : [Math.abs(one.actual - one.q50) / one.price * 100]
    );
    const mean = error.reduce((sum, value) => sum + value, 0) / error.length;
    assertAlmostEquals(record.summary.error_percent!, mean, 1e-4);
  });
  await t.step("the book behind it", () => {
    assertEquals([record.book.publications, record.book.late], [4, 0]);
    assertMatch(record.book.head ?? "", /^[0-9a-f]{64}$/);
  });
  await t.step("all coins, and a coin that is not there", async () => {
    const all = await getJson<TrackRecord>(`${server.url}/api/predictions/track-record`, AUTH);
    assertEquals([all.symbol, all.series.length, all.summary.forecasts], [null, 0, 9]);
    assertEquals(all.by_coin.map((row) => row.symbol), ["BTC", "ETH", "SOL"]);
    const none = await get(`${server.url}/api/predictions/track-record?symbol=NONE`, AUTH);
    assertEquals(none.status, 404);
  });
  await t.step("following the list", async () => {
    const path = "/api/predictions/follow-top20?days=30";
    const followed = await getJson<FollowTop20>(`${server.url}${path}`, AUTH);
    assertEquals([followed.list_size, followed.days, followed.cost_bp_a_side], [2, 3, COST_BP]);
    assertMatch(followed.words, /^The top 2 of each of 3 days, after 10 bp a side/);
    for (const point of followed.points) {
      assert(point.random_low <= point.random_median && point.random_median <= point.random_high);
    }
  });
});

async function publishEarlier(
  db: Parameters<typeof storeForecasts>[0],
  days: number,
): Promise<void> {
  const madeAtMs = MADE_AT_MS - days * DAY_MS;
  const path = (drift: number) =>
    Array.from({ length: 24 }, (_, hour) => {
      const q50 = 100 + drift * (hour + 1) / 24;
      const targetMs = madeAtMs + (hour + 1) * HOUR_MS;
      return { targetMs, q05: q50 - 5, q25: q50 - 2, q50, q75: q50 + 2, q95: q50 + 5 };
    });
  await db.sql(
    `insert into models (id, type, engine, status, manifest, file_path, sha256, metrics, trained_at,
       created_at) values ('before', 'LSTM', 'onnx', 'retired', '{}', 'x', $1, '{}', now(), now())
     on conflict do nothing`,
    ["0".repeat(64)],
  );
  const { publicationId } = await publishForecasts(db, {
    ...{ modelId: "before", madeAtMs, publishedAtMs: madeAtMs + 60_000, horizonHours: 24 },
    isFallback: false,
    forecasts: [["BTC", 1], ["ETH", -1], ["SOL", 2]].map(([symbol, drift]) => ({
      ...{ symbol: String(symbol), madeAtMs, close: 100, path: path(Number(drift)) },
      ...{ naivePath: path(0), probabilityUp: 0.5, confidence: 0.5 },
    })),
  });
  const nowMs = madeAtMs + DAY_MS;
  await scorePublication(db, { publicationId, nowMs, giveUpMs: 0 });
}

/** Outcomes of days in which the forecast says `said` of a coin and `came` comes of it. */
function outcomes(days: readonly (readonly (readonly [string, number, number])[])[]) {
  return days.flatMap((coins, day): DailyOutcome[] =>
    coins.map(([symbol, said, came]) => ({
      ...{ symbol, madeAtMs: day * DAY_MS, targetMs: (day + 1) * DAY_MS, close: 100 },
      ...{ q50: 100 * (1 + said), actual: 100 * (1 + came) },
    }))
  );
}

Deno.test("what following costs and brings is what one counts by hand", async () => {
  const followed = await followLists(outcomes([
    [["A", 0.02, 0.1], ["B", 0.01, 0.02], ["C", 0, -0.1], ["D", -0.01, 0]],
    [["A", 0.02, 0.05], ["B", -0.01, 0.5], ["C", 0.01, 0.01], ["D", 0, 0]],
  ]));
  assertEquals(followed.listSize, 2);
  // All bought on the first day; on the second, half is sold and half is bought.
  const first = 1.06 * (1 - 0.001);
  assertAlmostEquals(followed.top[0]!, first, 1e-12);
  assertAlmostEquals(followed.top[1]!, first * 1.03 * (1 - 0.001), 1e-12);
  assertAlmostEquals(followed.universe[1]!, 1.005 * 0.999 * 1.14, 1e-12);
});

Deno.test("a skill that is there is above the random lists, chance is among them", async () => {
  const random = seeded(7);
  const normal = () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  };
  const market = (skill: number) =>
    outcomes(Array.from({ length: 120 }, () =>
      Array.from({ length: 50 }, (_, coin) => {
        const came = 0.03 * normal();
        return [`C${coin}`, skill * came + 0.03 * normal(), came] as const;
      })));
  const share = async (skill: number) => {
    const { top, random: lists } = await followLists(market(skill));
    return lists.filter((list) => list.at(-1)! < top.at(-1)!).length / lists.length;
  };
  assertEquals(await share(0.5), 1);
  const chance = await share(0);
  assert(chance > 0.01 && chance < 0.99, `${chance}`);
});

Deno.test("the same outcomes give the same lists; days that overlap are left out", async () => {
  const some = outcomes(
    Array.from(
      { length: 5 },
      () => ["A", "B", "C", "D"].map((symbol, place) => [symbol, place / 100, place / 50] as const),
    ),
  );
  assertEquals(await followLists(some), await followLists(some));
  const halfDay = some.map((one) => {
    const madeAtMs = one.madeAtMs / 2;
    return { ...one, madeAtMs, targetMs: madeAtMs + DAY_MS };
  });
  assertEquals((await followLists(halfDay)).top.length, 3);
  assertEquals((await followLists([])).top, []);
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = state * 16_807 % 2_147_483_647) / 2_147_483_647;
}
