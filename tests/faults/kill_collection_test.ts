// Runs beside few others: nothing in it is timed closely.
import { assert, assertEquals } from "@std/assert";
import { type Database, latestCollectionRun } from "../../db/mod.ts";
import { startSimulatedExchange } from "../../jobs/exchange/simulated.ts";
import { assertSameTable, candleTable } from "../jobs/job_context.ts";
import { testDatabase } from "../helpers/database.ts";
import { runCommand, until } from "./run_command.ts";

const RANGE = ["--from", "2025-01-01", "--to", "2025-12-31"];

async function countCandles(db: Database): Promise<number> {
  const [row] = await db.sql<{ count: number }>("select count(*) as count from candles");
  return row!.count;
}

/** The server may still be committing what the dead process had sent. */
async function isIdle(db: Database): Promise<boolean> {
  const [row] = await db.sql<{ busy: number }>(
    `select count(*) as busy from pg_stat_activity
     where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`,
  );
  return row!.busy === 0;
}

Deno.test("a collection killed again and again resumes to the table of an undisturbed one", async () => {
  await using calm = await testDatabase();
  await using shaken = await testDatabase();
  const exchange = await startSimulatedExchange();
  const dir = await Deno.makeTempDir();
  const env = (db: Database) => ({
    DATABASE_URL: db.url,
    DATA_DIR: dir,
    BINANCE_BASE_URL: exchange.url,
    TOP_N_CRYPTOS: "8",
  });
  try {
    const whole = await runCommand("collect", RANGE, env(calm)).ended;
    assertEquals(whole.code, 0, whole.stderr);
    const expected = await candleTable(calm);
    assertEquals(expected.length, 8 * 8760);

    // Slow enough to be hit in the middle, three times, each time further on.
    const body = "slow@60ms";
    await (await fetch(`${exchange.url}/simulator/faults`, { method: "POST", body })).body
      ?.cancel();
    let stored = 0;
    for (let kill = 0; kill < 3; kill++) {
      const run = runCommand("collect", RANGE, env(shaken));
      await until("more candles are stored", async () => await countCandles(shaken) > stored);
      run.kill();
      await run.ended;
      await until("the server has finished the dead one's statements", () => isIdle(shaken));
      stored = await countCandles(shaken);
      assert(stored > 0 && stored < expected.length, `killed at ${stored} of ${expected.length}`);
      assertEquals((await latestCollectionRun(shaken))?.status, "running");
    }
    const last = await runCommand("collect", RANGE, env(shaken)).ended;
    assertEquals(last.code, 0, last.stderr);
    assertSameTable(await candleTable(shaken), expected);
    const fetched = Number(/^([\d,]+) candles/.exec(last.stdout)?.[1]?.replaceAll(",", ""));
    assertEquals(fetched, expected.length - stored, "nothing is fetched twice");
    assertEquals((await latestCollectionRun(shaken))?.status, "completed");
  } finally {
    await exchange.close();
    await Deno.remove(dir, { recursive: true });
  }
});
