// Runs beside few others: nothing in it is timed closely.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { latestJobRun, listJobRuns, listModels } from "../../db/mod.ts";
import { smallMarket } from "../jobs/trained_market.ts";
import { runCommand, until } from "./run_command.ts";

Deno.test("of two processes only one trains, and the other says so at once", async () => {
  await using market = await smallMarket();
  const { dataDir } = market.context.config;
  const env = {
    DATABASE_URL: market.db.url,
    BINANCE_BASE_URL: market.url,
    SEQUENCE_LENGTH: "168",
    PREDICTION_HORIZON_HOURS: "6",
    TRAINING_ENGINE: "onnx",
  };
  const first = runCommand("train", ["--epochs", "500"], { ...env, DATA_DIR: dataDir });
  try {
    await until("the first one trains", async () => {
      const run = await latestJobRun(market.db, "train");
      return Number(run?.progress.done ?? 0) > 0;
    });
    const otherDir = await Deno.makeTempDir();
    const startedMs = performance.now();
    const second = await runCommand("train", ["--quick"], { ...env, DATA_DIR: otherDir }).ended;
    await Deno.remove(otherDir, { recursive: true });
    assertEquals(second.code, 1, second.stdout);
    assertMatch(second.stderr, /Another training is running; wait for it to end\./);
    assert(performance.now() - startedMs < 12_000, "it need not wait for the lease to lapse");
    assertEquals((await listJobRuns(market.db, { job: "train" })).length, 1);
    assertEquals((await latestJobRun(market.db, "train"))?.status, "running");
  } finally {
    first.kill();
  }
  await first.ended;
  assertEquals(await listModels(market.db), []);
});
