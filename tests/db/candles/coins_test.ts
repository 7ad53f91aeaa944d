import { assertEquals, assertNotEquals } from "@std/assert";
import {
  countQuarantined,
  ensureSource,
  findCryptocurrency,
  listCryptocurrencies,
  quarantine,
  setListedAt,
  startCollectionRun,
  trackOnly,
  upsertCryptocurrencies,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { coinInput, seedCoins, START_MS } from "../../helpers/market_rows.ts";

Deno.test("a universe is replaced without losing the coins that leave it", async () => {
  await using db = await testDatabase();
  const { coins } = await seedCoins(db, "BTC", "ETH", "XRP");
  await setListedAt(db, { cryptoId: coins[0]!.id, listedAtMs: START_MS });
  const next = [coinInput("ETH", 1, { circulatingSupply: null }), coinInput("BTC", 2)];
  const updated = await upsertCryptocurrencies(db, next);
  await trackOnly(db, ["ETH", "BTC"]);
  assertEquals(updated.map((coin) => [coin.symbol, coin.rank]), [["ETH", 1], ["BTC", 2]]);
  assertEquals(updated[1]?.id, coins[0]?.id);
  assertEquals(updated[1]?.listedAtMs, START_MS);
  assertEquals([updated[0]?.circulatingSupply, updated[1]?.circulatingSupply], [null, 1000]);
  const tracked = await listCryptocurrencies(db, { trackedOnly: true });
  assertEquals(tracked.map((coin) => coin.symbol), ["ETH", "BTC"]);
  const all = await listCryptocurrencies(db);
  assertEquals(all.map((coin) => [coin.symbol, coin.rank]), [["ETH", 1], ["BTC", 2], [
    "XRP",
    null,
  ]]);
  assertEquals((await findCryptocurrency(db, "XRP"))?.isTracked, false);
  assertEquals(await findCryptocurrency(db, "NONE"), null);
});

Deno.test("a source is one row for each kind, name and checksum", async () => {
  await using db = await testDatabase();
  const file = { kind: "archive", name: "BTCUSDT-1h-2024-01.zip" } as const;
  const ids = await Promise.all([
    ensureSource(db, { ...file, checksum: "aa" }),
    ensureSource(db, { ...file, checksum: "aa" }),
    ensureSource(db, { ...file, checksum: "bb" }),
    ensureSource(db, file),
  ]);
  assertEquals(ids[0], ids[1]);
  assertNotEquals(ids[0], ids[2]);
  assertEquals(await ensureSource(db, { ...file, checksum: null }), ids[3]);
});

Deno.test("bad rows are kept as they came, each once, whatever they are", async () => {
  await using db = await testDatabase();
  const { sourceId } = await seedCoins(db, "BTC");
  const run = await startCollectionRun(db, { mode: "full" });
  const origin = { symbol: "BTC", reason: "The row is no list.", sourceId, runId: run.id };
  const raws = [[1, "NaN", "a\u0000b"], "text", null, undefined, NaN, { deep: [1] }, 12];
  const rows = raws.map((raw) => ({ ...origin, raw }));
  await quarantine(db, rows);
  await quarantine(db, [...rows, {
    symbol: null,
    raw: 1,
    reason: "?",
    sourceId: null,
    runId: null,
  }]);
  await quarantine(db, []);
  assertEquals(await countQuarantined(db), raws.length + 1);
  const [kept] = await db.sql<{ raw: unknown }>(
    "select raw from quarantined_candles where jsonb_typeof(raw) = 'object'",
  );
  assertEquals(kept?.raw, { deep: [1] });
});
