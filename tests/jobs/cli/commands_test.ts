import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { latestCollectionRun, migrate, openDatabase, publishForecasts } from "../../../db/mod.ts";
import { startSimulatedExchange } from "../../../jobs/exchange/simulated.ts";
import { runCommand, until } from "../../faults/run_command.ts";
import { testDatabase } from "../../helpers/database.ts";
import { forecastInput, seedCoins, START_MS } from "../../helpers/market_rows.ts";

Deno.test("every command explains itself and refuses what it does not understand", async () => {
  const env = { DATA_DIR: "/nonexistent" };
  const wrong: Readonly<Record<string, readonly string[]>> = {
    collect: ["--mode", "sideways"],
    import: [],
    train: ["--model", "oracle"],
    predict: ["--tomorrow"],
  };
  await Promise.all(
    Object.entries(wrong).map(async ([name, args]) => {
      const [help, refused] = await Promise.all([
        runCommand(name, ["--help"], env).ended,
        runCommand(name, args, env).ended,
      ]);
      assertEquals(help.code, 0, name);
      assertMatch(help.stdout, new RegExp(`Usage: deno task ${name}`));
      assertEquals(refused.code, 2, name);
      assertMatch(refused.stderr, new RegExp(`See deno task ${name} --help\\.`));
      assertEquals(refused.stderr.trim().split("\n").length, 1, "one line");
    }),
  );
});

Deno.test("dates that do not exist and ranges that run backwards are refused", async () => {
  const refusals = await Promise.all([
    runCommand("collect", ["--from", "2025-02-30"], {}).ended,
    runCommand("collect", ["--from", "yesterday"], {}).ended,
    runCommand("collect", ["--from", "2025-03-01", "--to", "2025-02-01"], {}).ended,
  ]);
  assertEquals(refusals.map((one) => one.code), [2, 2, 2]);
  assertMatch(refusals[0]!.stderr, /"2025-02-30" is not a date/);
});

Deno.test("a barred address is exit code 1 and one sentence with advice", async () => {
  await using db = await testDatabase();
  const dir = await Deno.makeTempDir();
  const exchange = await startSimulatedExchange({ faults: "451" });
  try {
    const env = { DATABASE_URL: db.url, DATA_DIR: dir, BINANCE_BASE_URL: exchange.url };
    const { code, stderr } = await runCommand("collect", [], env).ended;
    assertEquals(code, 1);
    assertMatch(stderr.trim().split("\n").at(-1)!, /BINANCE_BASE_URL/);
    assert(!/ at .*\.ts/.test(stderr), "no stack");
  } finally {
    await exchange.close();
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a collection asked to stop says so and leaves its run as interrupted", async () => {
  await using db = await testDatabase();
  const dir = await Deno.makeTempDir();
  const exchange = await startSimulatedExchange({ faults: "slow@80ms" });
  try {
    const env = { DATABASE_URL: db.url, DATA_DIR: dir, BINANCE_BASE_URL: exchange.url };
    const run = runCommand("collect", [], env);
    await until("something is stored", async () => {
      const [row] = await db.sql<{ count: number }>("select count(*) as count from candles");
      return row!.count > 0;
    });
    Deno.kill(run.pid, "SIGINT");
    const { code, stderr } = await run.ended;
    assertEquals(code, 1);
    assertMatch(stderr, /Stopped before the end\. What was stored is kept/);
    assertEquals((await latestCollectionRun(db))?.status, "interrupted");
  } finally {
    await exchange.close();
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("commands work beside a server that holds the data directory", async () => {
  const dir = await Deno.makeTempDir();
  const db = await openDatabase({ dataDir: dir, poolSize: 2 });
  const exchange = await startSimulatedExchange();
  try {
    await migrate(db);
    const csv = join(dir, "eth.csv");
    const hours = Array.from(
      { length: 300 },
      (_, hour) => `ETHUSDT,${Date.parse("2025-03-01T00:00:00Z") + hour * 3_600_000},5,6,4,5,1,`,
    );
    await Deno.writeTextFile(csv, hours.join("\n"));
    const env = { DATA_DIR: dir, BINANCE_BASE_URL: exchange.url, DATABASE_URL: "" };
    const imported = await runCommand("import", [csv], env).ended;
    assertEquals(imported.code, 0, imported.stderr);
    assertMatch(imported.stdout, /300 candles of ETH written/);
    const args = ["--from", "2025-02-25", "--to", "2025-03-20", "--symbols", "ETH"];
    const collected = await runCommand("collect", args, env).ended;
    assertEquals(collected.code, 0, collected.stderr);
    const file = join(dir, "backup.tar");
    const backedUp = await runCommand("db", ["backup", file], env).ended;
    assertMatch(backedUp.stdout, /and were read back\.$/m, backedUp.stderr);
    const restored = await runCommand("db", ["restore", file, "--replace"], env).ended;
    assertEquals(restored.code, 1);
    assertMatch(
      restored.stderr,
      new RegExp(`is held by process ${Deno.pid}.*: stop that one first`),
    );
    const rows = await db.sql<{ kind: string; rows: number }>(
      `select s.kind, count(*) as rows from candles k join candle_sources s on s.id = k.source_id
       group by 1 order by 1`,
    );
    assertEquals(rows, [{ kind: "csv", rows: 300 }, { kind: "simulated", rows: 24 * 24 - 300 }]);
  } finally {
    await exchange.close();
    await db.close();
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("db verify proves the book, and names the row that was altered", async () => {
  await using db = await testDatabase();
  const { coins } = await seedCoins(db, "BTC", "ETH");
  const dir = await Deno.makeTempDir();
  const env = { DATABASE_URL: db.url, DATA_DIR: dir };
  const { publicationId } = await publishForecasts(db, {
    ...{ modelId: null, madeAtMs: START_MS, publishedAtMs: START_MS, horizonHours: 2 },
    ...{ isFallback: false, forecasts: coins.map(({ symbol }) => forecastInput(symbol, 0)) },
  });
  try {
    const sound = await runCommand("db", ["verify"], env).ended;
    assertEquals(sound.code, 0, sound.stderr);
    assertMatch(sound.stdout, /1 publications with 2 forecasts are as they were sealed/);
    await db.sql("alter table predictions disable trigger predictions_sealed");
    await db.sql(
      `update predictions set q50 = q50 + 0.01
       where crypto_id = (select id from cryptocurrencies where symbol = 'ETH')`,
    );
    const forged = await runCommand("db", ["verify"], env).ended;
    assertEquals(forged.code, 1);
    assertMatch(forged.stderr, new RegExp(`publication ${publicationId}, the forecast of ETH`));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
