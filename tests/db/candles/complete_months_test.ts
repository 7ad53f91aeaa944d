import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  candleSpans,
  type Database,
  detectGaps,
  markCompleteMonths,
  verifyCandles,
  writeCandles,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { candle, candles, HOUR_MS, seedCoins, START_MS } from "../../helpers/market_rows.ts";

const JANUARY = 31 * 24;
const FEBRUARY = 29 * 24;
const at = (hour: number) => START_MS + hour * HOUR_MS;

async function marks(db: Database): Promise<number[]> {
  const rows = await db.sql<{ first: number }>(
    "select first_hour as first from candle_months order by first_hour",
  );
  return rows.map(({ first }) => (first - START_MS) / HOUR_MS);
}

Deno.test("a month is marked once every hour of it has a closed candle", async () => {
  await using db = await testDatabase();
  const { cryptoId, sourceId } = await seedCoins(db, "BTC");
  const write = (rows: ReturnType<typeof candles>) =>
    writeCandles(db, { cryptoId, sourceId, rows });
  assertEquals(await markCompleteMonths(db, { cryptoId }), 0);
  await write(candles(0, JANUARY - 1));
  assertEquals(await markCompleteMonths(db, { cryptoId }), 0);
  await write([candle(JANUARY - 1, { isClosed: false })]);
  assertEquals(await markCompleteMonths(db, { cryptoId }), 0);
  await write([candle(JANUARY - 1)]);
  assertEquals(await markCompleteMonths(db, { cryptoId }), 1);
  assertEquals(await markCompleteMonths(db, { cryptoId }), 0);
  await write([...candles(JANUARY, JANUARY + 40), ...candles(JANUARY + 41, JANUARY + FEBRUARY)]);
  assertEquals(await markCompleteMonths(db, { cryptoId }), 0);
  await write([candle(JANUARY + 40)]);
  assertEquals(await markCompleteMonths(db, { cryptoId }), 1);
  assertEquals(await marks(db), [0, JANUARY]);
  const [span] = await candleSpans(db);
  const lastMs = at(JANUARY + FEBRUARY - 1);
  assertEquals([span?.firstMs, span?.lastMs, span?.count], [
    START_MS,
    lastMs,
    JANUARY + FEBRUARY,
  ]);
});

Deno.test("a candle that goes away, opens again or moves takes the mark of its month away", async (t) => {
  await using db = await testDatabase();
  const { coins, cryptoId, sourceId } = await seedCoins(db, "BTC", "ETH");
  const rows = candles(0, JANUARY + FEBRUARY);
  for (const coin of coins) await writeCandles(db, { cryptoId: coin.id, sourceId, rows });
  const one = `crypto_id = ${cryptoId} and open_time = to_timestamp(${at(7) / 1000})`;
  const acts: Record<string, [string, number]> = {
    "a deletion": [`delete from candles where ${one}`, 3],
    "an hour opened again": [`update candles set is_closed = false where ${one}`, 3],
    "an hour moved": [
      `update candles set open_time = open_time - interval '1 year' where ${one}`,
      3,
    ],
    "a change of price": [`update candles set volume = 1 where ${one}`, 4],
    "everything": ["truncate candles", 0],
  };
  for (const [name, [statement, left]] of Object.entries(acts)) {
    await t.step(name, async () => {
      for (const coin of coins) await markCompleteMonths(db, { cryptoId: coin.id });
      assertEquals((await marks(db)).length, 4);
      await db.sql(statement);
      assertEquals((await marks(db)).length, left);
      await db.sql(
        `delete from candles where ${one.replace(`= to_`, `< to_`)} and open_time < '2024-01-01Z'`,
      );
      await writeCandles(db, { cryptoId, sourceId, rows: [candle(7)] });
    });
  }
});

Deno.test("gaps and counts are the same with and without marks", async () => {
  await using db = await testDatabase();
  const { cryptoId, sourceId } = await seedCoins(db, "BTC");
  const total = JANUARY + FEBRUARY + 31 * 24;
  const hour = fc.integer({ min: 0, max: total - 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(hour, { maxLength: 4 }), hour, hour, async (lost, a, b) => {
      await db.sql("truncate candles");
      const rows = candles(0, total).filter((_, at) => !lost.includes(at));
      await writeCandles(db, { cryptoId, sourceId, rows });
      const range = { cryptoId, fromMs: at(Math.min(a, b) - 30), toMs: at(Math.max(a, b) + 30) };
      const before = [await detectGaps(db, range), await candleSpans(db)];
      await markCompleteMonths(db, { cryptoId });
      assertEquals([await detectGaps(db, range), await candleSpans(db)], before);
    }),
    { numRuns: 12 },
  );
});

Deno.test("marking and deleting at the same time leaves no month marked that has a hole", async () => {
  await using db = await testDatabase();
  const { cryptoId, sourceId } = await seedCoins(db, "BTC");
  await writeCandles(db, { cryptoId, sourceId, rows: candles(0, JANUARY) });
  for (let round = 0; round < 10; round++) {
    await Promise.all([
      markCompleteMonths(db, { cryptoId }),
      db.sql("delete from candles where open_time = to_timestamp($1)", [at(round) / 1000]),
    ]);
    assertEquals(await marks(db), []);
    await writeCandles(db, { cryptoId, sourceId, rows: [candle(round)] });
  }
});

Deno.test("a mark that came to be wrong past the triggers is found by the verification", async () => {
  await using db = await testDatabase();
  const { cryptoId, sourceId } = await seedCoins(db, "BTC", "ETH");
  await writeCandles(db, { cryptoId, sourceId, rows: candles(0, JANUARY) });
  await markCompleteMonths(db, { cryptoId });
  const nowMs = at(JANUARY);
  assertEquals(await verifyCandles(db, { nowMs }), { checked: JANUARY });
  await db.sql("alter table candles disable trigger user");
  await db.sql("delete from candles where open_time = to_timestamp($1)", [at(5) / 1000]);
  assertEquals(await verifyCandles(db, { nowMs }), {
    checked: JANUARY - 1,
    firstWrong: "2024-01 of BTC is marked as complete, and a candle of it is missing.",
  });
});
