import { assertEquals, assertRejects } from "@std/assert";
import { readCandles, writeCandles } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { candle, candles, HOUR_MS, seedCoins, START_MS } from "../../helpers/market_rows.ts";

const RANGE = { symbol: "BTC", fromMs: START_MS, toMs: START_MS + 10_000 * HOUR_MS } as const;

/** One coin in a database of its own, with what the steps do to it. */
async function oneCoin() {
  const db = await testDatabase();
  const { cryptoId, sourceId } = await seedCoins(db, "BTC");
  const write = (rows: Parameters<typeof writeCandles>[1]["rows"], repaired = false) =>
    writeCandles(db, { cryptoId, sourceId, rows, repaired });
  const read = () => readCandles(db, { ...RANGE, interval: "1h", limit: 20_000 });
  return { db, write, read, [Symbol.asyncDispose]: () => db[Symbol.asyncDispose]() };
}

Deno.test("writeCandles stores rows, and touches only what differs", async (t) => {
  await using coin = await oneCoin();
  const { db, write, read } = coin;

  await t.step("stores more rows than one batch holds", async () => {
    const result = await write(candles(0, 6001));
    assertEquals(result, { inserted: 6001, updated: 0, unchanged: 0 });
    const stored = await read();
    assertEquals(stored.length, 6001);
    assertEquals(stored[0], {
      openTimeMs: START_MS,
      open: 100.5,
      high: 102,
      low: 100,
      close: 101,
      volume: 10.25,
      quoteVolume: 1000.5,
      isClosed: true,
    });
  });

  await t.step("leaves equal rows untouched, shuffled and twice", async () => {
    const before = await db.sql("select xmin::text, ctid::text from candles order by open_time");
    const page = candles(0, 500);
    const result = await write([...page.toReversed(), ...page]);
    assertEquals(result, { inserted: 0, updated: 0, unchanged: 500 });
    const after = await db.sql("select xmin::text, ctid::text from candles order by open_time");
    assertEquals(after, before);
  });

  await t.step("takes a correction of a single last digit", async () => {
    await write([candle(7, { close: "107.123456789012345678" })]);
    const result = await write([candle(7, { close: "107.123456789012345679" })]);
    assertEquals(result.updated, 1);
    const rows = await db.sql<{ close: string }>(
      "select close from candles where open_time = to_timestamp($1)",
      [(START_MS + 7 * HOUR_MS) / 1000],
    );
    assertEquals(rows[0]?.close, "107.123456789012345679");
  });
});

Deno.test("writeCandles knows which of two rows of an hour counts", async (t) => {
  await using coin = await oneCoin();
  const { db, write, read } = coin;
  await write(candles(0, 6001));

  await t.step("replaces a provisional row by the closed one, never the other way", async () => {
    const hour = 6001;
    const open = candle(hour, { isClosed: false, high: "6103.5" });
    assertEquals(await write([open]), { inserted: 1, updated: 0, unchanged: 0 });
    assertEquals(await write([candle(hour)]), { inserted: 0, updated: 1, unchanged: 0 });
    assertEquals(await write([open]), { inserted: 0, updated: 0, unchanged: 1 });
    assertEquals((await read()).at(-1)?.isClosed, true);
  });

  await t.step("prefers the closed of two rows of one hour, in either order", async () => {
    const open = (hour: number) => candle(hour, { isClosed: false });
    await write([open(6010), candle(6010), candle(6011), open(6011)]);
    assertEquals((await read()).slice(-2).map((row) => row.isClosed), [true, true]);
  });

  await t.step("keeps what another source did not say", async () => {
    await write([candle(3, { close: "103.5", quoteVolume: null, trades: null })]);
    const rows = await read();
    assertEquals([rows[3]?.close, rows[3]?.quoteVolume], [103.5, 1000.5]);
  });

  await t.step("notes source and repair", async () => {
    await write([candle(7000)], true);
    const rows = await db.sql<{ repaired: boolean; name: string }>(
      `select c.repaired, s.name from candles c join candle_sources s on s.id = c.source_id
       order by open_time desc limit 1`,
    );
    assertEquals(rows, [{ repaired: true, name: "https://exchange.example" }]);
  });
});

Deno.test("the candle table itself refuses impossible rows", async (t) => {
  await using db = await testDatabase();
  const { cryptoId, sourceId } = await seedCoins(db, "BTC");
  const impossible = {
    "low above open": candle(0, { low: "101" }),
    "close above high": candle(0, { close: "103" }),
    "price of zero": candle(0, { low: "0" }),
    "price that is not a number": candle(0, { high: "NaN" }),
    "infinite volume": candle(0, { volume: "Infinity" }),
    "negative volume": candle(0, { volume: "-1" }),
    "quote volume that is not a number": candle(0, { quoteVolume: "NaN" }),
    "time off the hour": candle(0, { openTimeMs: START_MS + 1 }),
  };
  for (const [name, row] of Object.entries(impossible)) {
    await t.step(name, async () => {
      await assertRejects(
        () => writeCandles(db, { cryptoId, sourceId, rows: [row, candle(1)] }),
        Error,
        "violates check constraint",
      );
      assertEquals(await db.sql("select 1 as one from candles"), []);
    });
  }
});
