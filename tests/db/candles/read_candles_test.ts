import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  candleSpans,
  readCandles,
  readOverview,
  readSeries,
  trackOnly,
  writeCandles,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { candle, candles, HOUR_MS, seedCoins, START_MS } from "../../helpers/market_rows.ts";

const at = (hour: number) => START_MS + hour * HOUR_MS;

Deno.test("readCandles", async (t) => {
  await using db = await testDatabase();
  const { cryptoId, sourceId } = await seedCoins(db, "BTC");
  const rows = [...candles(0, 30), ...candles(31, 50), candle(50, { isClosed: false })];
  await writeCandles(db, { cryptoId, sourceId, rows });
  const range = { symbol: "BTC", fromMs: at(0), toMs: at(50), limit: 1000 };

  await t.step("returns hours oldest first, both ends included", async () => {
    const input = { ...range, fromMs: at(3), toMs: at(6), interval: "1h" } as const;
    const found = await readCandles(db, input);
    assertEquals(found.map((row) => row.openTimeMs), [at(3), at(4), at(5), at(6)]);
  });
  await t.step("returns the newest where the limit cuts", async () => {
    const found = await readCandles(db, { ...range, limit: 2, interval: "1h" });
    assertEquals(found.map((row) => row.openTimeMs), [at(49), at(50)]);
  });
  await t.step("adds up four hours", async () => {
    const found = await readCandles(db, { ...range, interval: "4h" });
    assertEquals(found[1], {
      openTimeMs: at(4),
      open: 104.5,
      high: 109,
      low: 104,
      close: 108,
      volume: 41,
      quoteVolume: 4002,
      isClosed: true,
    });
    assertEquals(found.length, 13);
  });
  await t.step("begins days at midnight UTC and marks the unfinished one", async () => {
    const found = await readCandles(db, { ...range, interval: "1d" });
    assertEquals(found.map((row) => row.openTimeMs), [at(0), at(24), at(48)]);
    assertEquals(found.map((row) => row.isClosed), [true, true, false]);
    assertEquals(found[1]?.volume, 23 * 10.25);
  });
  await t.step("has none of an unknown coin", async () => {
    assertEquals(await readCandles(db, { ...range, symbol: "NONE", interval: "1h" }), []);
  });
});

Deno.test("readSeries returns closed candles as columns, exact to the last bit", async (t) => {
  await using db = await testDatabase();
  const { coins, sourceId } = await seedCoins(db, "BTC", "ETH", "DOGE");
  const odd = candle(2, { close: "102.1234567890123", quoteVolume: null });
  const rows = [candle(0), odd, candle(3), candle(4, { isClosed: false })];
  for (const coin of coins.slice(0, 2)) {
    await writeCandles(db, { cryptoId: coin.id, sourceId, rows });
  }

  await t.step("of every tracked coin that has candles, by rank", async () => {
    const series = await readSeries(db);
    assertEquals(series.map((one) => one.symbol), ["BTC", "ETH"]);
    assertEquals([...series[0]!.openTime], [at(0), at(2), at(3)]);
    assertEquals([...series[0]!.close], [101, 102.1234567890123, 104]);
    assertEquals([...series[0]!.quoteVolume], [1000.5, NaN, 1000.5]);
    assertEquals([...series[0]!.high], [102, 104, 105]);
  });
  await t.step("of the asked coins, in the asked order and range", async () => {
    const input = { symbols: ["ETH", "BTC", "NONE"], fromMs: at(2), toMs: at(2) };
    const series = await readSeries(db, input);
    assertEquals(series.map((one) => one.symbol), ["ETH", "BTC"]);
    assertEquals([...series[1]!.openTime], [at(2)]);
  });
  await t.step("of tracked coins only", async () => {
    await trackOnly(db, ["ETH"]);
    assertEquals((await readSeries(db)).map((one) => one.symbol), ["ETH"]);
  });
});

Deno.test("readOverview compares the newest candle with the hours before it", async () => {
  await using db = await testDatabase();
  const { coins, sourceId } = await seedCoins(db, "BTC", "ETH", "NEW");
  const rows = [...candles(0, 200), candle(200, { isClosed: false, close: "301.5" })];
  await writeCandles(db, { cryptoId: coins[0]!.id, sourceId, rows });
  const few = candles(198, 200);
  await writeCandles(db, { cryptoId: coins[1]!.id, sourceId, rows: few });
  const [btc, eth, ...others] = await readOverview(db);
  assertEquals(others, []);
  assertEquals([btc?.symbol, btc?.price, btc?.openTimeMs], ["BTC", 301.5, at(200)]);
  assertEquals([btc?.isClosed, btc?.closedTimeMs], [false, at(199)]);
  assertEquals([btc?.close1h, btc?.close24h, btc?.close7d], [300, 277, 133]);
  assertAlmostEquals(btc!.quoteVolume24h!, 24 * 1000.5, 1e-9);
  assertEquals(btc?.marketCap, 301_500);
  assertEquals([btc?.sparkline.length, btc?.sparkline[0], btc?.sparkline.at(-1)], [43, 133, 301.5]);
  assertEquals(btc?.source, "https://exchange.example");
  assertEquals([eth?.close1h, eth?.close24h, eth?.close7d], [299, null, null]);
});

Deno.test("candleSpans counts closed candles, coins without any too", async () => {
  await using db = await testDatabase();
  const { coins, sourceId } = await seedCoins(db, "BTC", "ETH");
  const rows = [candle(1), candle(5), candle(6, { isClosed: false })];
  await writeCandles(db, { cryptoId: coins[0]!.id, sourceId, rows });
  assertEquals(await candleSpans(db), [
    { cryptoId: coins[0]!.id, symbol: "BTC", firstMs: at(1), lastMs: at(5), count: 2 },
    { cryptoId: coins[1]!.id, symbol: "ETH", firstMs: null, lastMs: null, count: 0 },
  ]);
});
