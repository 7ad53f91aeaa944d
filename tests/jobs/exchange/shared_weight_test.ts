import { assert, assertEquals } from "@std/assert";
import { noteExchangeWeight, reserveExchangeWeight } from "../../../db/mod.ts";
import { createBinance } from "../../../jobs/exchange/binance.ts";
import { startSimulatedExchange } from "../../../jobs/exchange/simulated.ts";
import { testDatabase } from "../../helpers/database.ts";
import { createMemoryBlocks, silentLog } from "./client_harness.ts";

const HOST = "api.example";

/** A test over part of a minute must not run over its end. */
async function earlyInTheMinute(): Promise<void> {
  const second = new Date().getSeconds();
  if (second >= 45) await new Promise((resolve) => setTimeout(resolve, (60 - second) * 1_000 + 50));
}

Deno.test("many processes together take exactly what a minute has", async () => {
  await using db = await testDatabase({ poolSize: 10 });
  await earlyInTheMinute();
  const take = () => reserveExchangeWeight(db, { host: HOST, weight: 2, ceiling: 501 });
  const answers = await Promise.all(Array.from({ length: 400 }, take));
  assertEquals(answers.filter(({ granted }) => granted).length, 250);
  assertEquals((await take()).used, 500);
  // What others on the address have used counts; a lower count than ours is out of date.
  await noteExchangeWeight(db, { host: HOST, used: 300 });
  assertEquals((await take()).granted, false);
  const other = { host: "other.example", weight: 2, ceiling: 501 };
  assertEquals((await reserveExchangeWeight(db, other)).used, 2);
  await noteExchangeWeight(db, { host: "other.example", used: 500 });
  assertEquals(await reserveExchangeWeight(db, other), { granted: false, used: 500 });
  // The next minute begins anew.
  await db.sql("update exchange_weights set minute = minute - 1");
  assertEquals(await take(), { granted: true, used: 2 });
});

Deno.test("three clients of one exchange stay below its limit together", async () => {
  await using db = await testDatabase({ poolSize: 10 });
  await earlyInTheMinute();
  const exchange = await startSimulatedExchange();
  const full = new AbortController();
  let asked = 0;
  const openClient = () =>
    createBinance({
      baseUrls: [exchange.url],
      blocks: createMemoryBlocks(),
      weights: (host) => ({
        reserve: (weight, ceiling) => {
          asked += 1;
          // The share that a limit of 125 a minute would leave.
          return reserveExchangeWeight(db, { host, weight, ceiling: Math.min(ceiling, 100) });
        },
        note: (used) => void noteExchangeWeight(db, { host, used }),
      }),
      now: Date.now,
      // Whoever has to wait for the next minute gives up.
      sleep: async (_, signal) => {
        await Promise.resolve();
        full.abort(new Error("no room"));
        signal?.throwIfAborted();
      },
      random: Math.random,
      log: silentLog,
    });
  try {
    const page = { symbol: "BTCUSDT", fromMs: 1_700_000_000_000, toMs: 1_700_003_600_000 };
    const outcomes = await Promise.allSettled(
      [openClient(), openClient(), openClient()].flatMap((client) =>
        Array.from({ length: 30 }, () => client.fetchKlines(page, full.signal))
      ),
    );
    const answered = outcomes.filter(({ status }) => status === "fulfilled").length;
    assert(answered <= 50 && answered >= 20, `${answered} of at most 50 pages were answered`);
    assert(asked > 50, "more was asked for than there was");
  } finally {
    await exchange.close();
  }
});
