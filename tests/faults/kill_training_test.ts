// Runs beside few others: nothing in it is timed closely.
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { latestJobRun, listModels } from "../../db/mod.ts";
import { retrainModel } from "../../jobs/retrain_model.ts";
import { smallMarket } from "../jobs/trained_market.ts";
import { runCommand, until } from "./run_command.ts";

const SEQUENCE_LENGTH = 168;

function namesIn(dir: string): string[] {
  try {
    return [...Deno.readDirSync(dir)].map((one) => one.name);
  } catch {
    return [];
  }
}

Deno.test("a training killed in the middle leaves nothing half-made, and the next one goes on", async () => {
  // Windows long enough that no training ends before its first checkpoint, after ten seconds.
  await using market = await smallMarket({ sequenceLength: SEQUENCE_LENGTH });
  const { dataDir, modelsDir } = market.context.config;
  const env = {
    DATABASE_URL: market.db.url,
    DATA_DIR: dataDir,
    BINANCE_BASE_URL: market.url,
    SEQUENCE_LENGTH: String(SEQUENCE_LENGTH),
    PREDICTION_HORIZON_HOURS: "6",
    TRAINING_ENGINE: "onnx",
  };
  const checkpoint = join(dataDir, "training", "checkpoint.bin");
  const run = runCommand("train", ["--epochs", "500"], env);
  try {
    await until(
      "a checkpoint is written",
      () => Deno.stat(checkpoint).then(() => true, () => false),
    );
  } finally {
    run.kill();
  }
  await run.ended;
  assertEquals(await listModels(market.db), []);
  assertEquals(namesIn(modelsDir), []);
  assertEquals((await latestJobRun(market.db, "train"))?.status, "running");

  // The same network goes on from the checkpoint; the clock of the market stands still meanwhile.
  const context = { ...market.context, now: () => Date.now() };
  const resumed = await retrainModel(context, { epochs: 1, budgetMs: 20_000 });
  assertEquals(resumed.resumed, true);
  assertEquals((await listModels(market.db)).length, 1);
  assertEquals(await Deno.stat(checkpoint).then(() => true, () => false), false);

  // A command waits for the dead one's lease and then does its work.
  const next = await runCommand("train", ["--quick"], env).ended;
  assertEquals(next.code, 0, next.stderr);
  assertEquals((await latestJobRun(market.db, "train"))?.status, "completed");
  const models = await listModels(market.db);
  assertEquals(models.length, 2);
  const files = namesIn(modelsDir).sort();
  assertEquals(files, models.flatMap(({ id }) => [`${id}.json`, `${id}.onnx`]).sort());
  assert(models.every((model) => model.decision !== null));
});
