import { assertEquals } from "@std/assert";
import {
  countGaps,
  detectGaps,
  listGaps,
  recordGaps,
  setGapStatus,
  writeCandles,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { candle, candles, HOUR_MS, seedCoins, START_MS } from "../../helpers/market_rows.ts";

const at = (hour: number) => START_MS + hour * HOUR_MS;
const gap = (first: number, last: number) => ({
  firstMs: at(first),
  lastMs: at(last),
  hours: last - first + 1,
});

Deno.test("detectGaps finds exactly the missing hours", async (t) => {
  await using db = await testDatabase();
  const { coins, cryptoId, sourceId } = await seedCoins(db, "BTC", "ETH");
  const rows = [...candles(5, 20), ...candles(21, 30), ...candles(40, 50)];
  await writeCandles(db, { cryptoId, sourceId, rows });
  const detect = (from: number, to: number, id = cryptoId) =>
    detectGaps(db, { cryptoId: id, fromMs: at(from), toMs: at(to) });

  await t.step("at the head, in the middle and at the tail", async () => {
    assertEquals(await detect(0, 60), [gap(0, 4), gap(20, 20), gap(30, 39), gap(50, 60)]);
  });
  await t.step("none in a full range", async () => {
    assertEquals(await detect(5, 19), []);
    assertEquals(await detect(7, 7), []);
  });
  await t.step("cut at the ends of the range", async () => {
    assertEquals(await detect(33, 35), [gap(33, 35)]);
    assertEquals(await detect(20, 30), [gap(20, 20), gap(30, 30)]);
  });
  await t.step("everything of a coin without candles", async () => {
    assertEquals(await detect(0, 9, coins[1]!.id), [gap(0, 9)]);
  });
  await t.step("nothing in an empty range", async () => {
    assertEquals(await detect(9, 8), []);
  });
  await t.step("moves ends that are off the hour inwards", async () => {
    const found = await detectGaps(db, { cryptoId, fromMs: at(18) + 1, toMs: at(21) + 1 });
    assertEquals(found, [gap(20, 20)]);
  });
  await t.step("an hour with a provisional candle only is still missing", async () => {
    await writeCandles(db, { cryptoId, sourceId, rows: [candle(20, { isClosed: false })] });
    assertEquals(await detect(19, 21), [gap(20, 20)]);
  });
});

Deno.test("a known gap keeps its status and attempts when it is found again", async () => {
  await using db = await testDatabase();
  const { cryptoId } = await seedCoins(db, "BTC");
  const gaps = [gap(0, 4), gap(20, 20), gap(30, 39)];
  assertEquals(await recordGaps(db, { cryptoId, gaps }), 3);
  const [first, second] = await listGaps(db, { symbol: "BTC" });
  await setGapStatus(db, { gapId: first!.id, status: "outage", askedAtMs: at(100) });
  await setGapStatus(db, { gapId: second!.id, status: "repaired" });
  assertEquals(await recordGaps(db, { cryptoId, gaps: [...gaps, gap(60, 61)] }), 1);
  assertEquals(await countGaps(db), { open: 2, outages: 1, repaired: 1 });
  assertEquals(await listGaps(db, { status: "outage" }), [{
    ...gap(0, 4),
    id: first!.id,
    cryptoId,
    symbol: "BTC",
    status: "outage",
    attempts: 1,
    lastAskedAtMs: at(100),
  }]);
});
