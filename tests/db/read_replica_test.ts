import { assert, assertEquals, assertRejects } from "@std/assert";
import { setTimeout as delay } from "node:timers/promises";
import { type Database, migrate, openDatabase, readOverview, writeCandles } from "../../db/mod.ts";
import { onDatabase, testDatabase } from "../helpers/database.ts";
import { candle, seedCoins } from "../helpers/market_rows.ts";
import { startStandby } from "../helpers/standby.ts";
import { startTestServer } from "../helpers/test_server.ts";

/** Where a read was answered. */
async function place(db: Database): Promise<string> {
  const [row] = await db.read.sql<{ standby: boolean }>("select pg_is_in_recovery() as standby");
  return row!.standby ? "standby" : "primary";
}

async function readLong(db: Database): Promise<string> {
  const [row] = await db.read.sql<{ standby: boolean }>(
    "select pg_is_in_recovery() as standby, pg_sleep(3)",
  );
  return row!.standby ? "standby" : "primary";
}

async function writeAndRead(
  db: Database,
  { cryptoId, sourceId }: { readonly cryptoId: number; readonly sourceId: number },
): Promise<void> {
  for (let hour = 1; hour <= 100; hour++) {
    const { openTimeMs } = candle(hour);
    await writeCandles(db, { cryptoId, sourceId, rows: [candle(hour)] });
    db.read.forget();
    const [row] = await readOverview(db.read);
    assertEquals(row!.openTimeMs, openTimeMs);
  }
}

async function settles(db: Database, expected: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await place(db) === expected) return;
    await delay(100);
  }
  assertEquals(await place(db), expected);
}

/** Reads until it is stopped; gives the number of reads, or the first error. */
function keepReading(db: Database) {
  let on = true;
  const reads = (async () => {
    let count = 0;
    for (; on; count++) {
      assertEquals((await readOverview(db.read)).length, 1);
      await delay(5);
    }
    return count;
  })();
  return {
    stop() {
      on = false;
      return reads;
    },
  };
}

Deno.test("reads that may lag go to a streaming standby while it keeps up", async (t) => {
  const server = await startTestServer();
  const standby = await startStandby(server.url);
  const lines: string[] = [];
  const db = await openDatabase({
    dataDir: "",
    databaseUrl: server.url,
    databaseReadUrl: standby.url,
    poolSize: 3,
    log: (line) => lines.push(line),
  });
  try {
    await migrate(db);
    const { cryptoId, sourceId } = await seedCoins(db, "BTC");

    await t.step("what was there at the start is seen, wherever it is read", async () => {
      await writeCandles(db, { cryptoId, sourceId, rows: [candle(0)] });
      assertEquals((await readOverview(db.read)).length, 1);
      await settles(db, "standby");
    });
    await t.step("what everybody is told of is seen at once, a hundred times", async () => {
      await writeAndRead(db, { cryptoId, sourceId });
    });
    await t.step("a standby that stands still is read until it is too old", async () => {
      await settles(db, "standby");
      await standby.run("select pg_wal_replay_pause()");
      await writeCandles(db, { cryptoId, sourceId, rows: [candle(200)] });
      assertEquals((await readOverview(db.read))[0]!.openTimeMs, candle(100).openTimeMs);
      await settles(db, "primary");
      assertEquals((await readOverview(db.read))[0]!.openTimeMs, candle(200).openTimeMs);
      assert(lines.at(-1)!.includes("more than 10 s behind"), lines.join("\n"));
      await standby.run("select pg_wal_replay_resume()");
      await settles(db, "standby");
    });
    await t.step("no read fails while the standby goes and comes back", async () => {
      const reading = keepReading(db);
      await standby.stop();
      await settles(db, "primary");
      await standby.start();
      await settles(db, "standby");
      assert(await reading.stop() > 10);
    });
    await t.step({
      name: "a standby that hangs holds no read up for long",
      ignore: Deno.build.os !== "linux",
      async fn() {
        const long = readLong(db);
        await delay(100);
        await standby.signal("SIGSTOP");
        const startedMs = performance.now();
        assertEquals(await long, "primary");
        await settles(db, "primary");
        assert(performance.now() - startedMs < 20_000);
        await standby.signal("SIGCONT");
        await settles(db, "standby");
      },
    });
    const { password } = new URL(server.url);
    assertEquals(lines.filter((line) => line.includes(password)), []);
  } finally {
    await db.close();
    await standby.remove();
    await server.stop();
  }
});

Deno.test("DATABASE_READ_URL that names no standby of this database is not read", async () => {
  await using db = await testDatabase();
  const { cryptoId, sourceId } = await seedCoins(db, "BTC");
  await writeCandles(db, { cryptoId, sourceId, rows: [candle(0)] });
  const lines: string[] = [];
  for (
    const databaseReadUrl of [onDatabase(db.url, "postgres"), "postgres://app:x@127.0.0.1:1/x"]
  ) {
    const reader = await openDatabase({
      dataDir: "",
      databaseUrl: db.url,
      databaseReadUrl,
      poolSize: 1,
      log: (line) => lines.push(line),
    });
    assertEquals((await readOverview(reader.read)).length, 1);
    await reader.close();
  }
  assertEquals(lines.length, 2);
  assert(lines[0]!.includes("names no standby"), lines[0]);
  await assertRejects(() => db.read.sql("select nothing"), Error, "nothing");
  assert(lines[1]!.includes("ECONNREFUSED") || lines[1]!.includes("refused"), lines[1]);
});
