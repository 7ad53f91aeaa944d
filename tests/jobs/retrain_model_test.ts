import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { championModel, listModels } from "../../db/mod.ts";
import { judgeCandidate } from "../../jobs/judge_candidate.ts";
import { retrainModel } from "../../jobs/retrain_model.ts";
import { removeStrayModels } from "../../jobs/stray_models.ts";
import { measureModel } from "../../ml/measure_model.ts";
import { readSeries } from "../../db/mod.ts";
import type { Manifest } from "../../ml/manifest.ts";
import type { TrainingResult } from "../../ml/train.ts";
import { smallMarket } from "./trained_market.ts";
import type { JobProgress } from "../../jobs/context.ts";

const QUICK = { quick: true, budgetMs: 20_000 } as const;

Deno.test("a training installs, registers and judges its model, and says how it went", async () => {
  await using market = await smallMarket();
  const seen: JobProgress[] = [];
  const result = await retrainModel(market.context, QUICK, (progress) => seen.push(progress));
  const [model] = await listModels(market.db);
  assertEquals(model?.id, result.modelId);
  assertEquals(model?.decision, result.decision);
  assertEquals(model?.status, result.promoted ? "champion" : "rejected");
  assertMatch(result.decision, /^(Promoted|Rejected): .*\d\.\d{4}/);
  const files = [...Deno.readDirSync(market.context.config.modelsDir)].map((one) => one.name);
  assertEquals(files.sort(), [`${result.modelId}.json`, `${result.modelId}.onnx`]);
  assert(seen.some((one) => one.message.endsWith(" (LSTM)")));
  assert(seen.at(-1)!.done > 0 && seen.at(-1)!.done === seen.at(-1)!.total);
  assertEquals(seen.at(-1)?.loss, result.pinball);
  assertEquals(seen.at(-1)?.naiveLoss, result.naivePinball);
});

Deno.test("the champion is measured on the candidate's hours, like the candidate itself", async () => {
  await using market = await smallMarket();
  const result = await retrainModel(market.context, QUICK);
  const [model] = await listModels(market.db);
  const manifest = model!.manifest as unknown as Manifest;
  const measured = await measureModel(await readSeries(market.db), {
    modelsDir: market.context.config.modelsDir,
    id: result.modelId,
    block: manifest.blocks.report,
    horizonHours: 6,
  });
  assert(Math.abs(measured.pinball / result.pinball - 1) < 1e-3, `${measured.pinball}`);
});

Deno.test("a candidate worse than naive, or than the champion, is rejected with the numbers", async () => {
  await using market = await smallMarket();
  const { modelId, pinball } = await retrainModel(market.context, QUICK);
  const [stored] = await listModels(market.db);
  const series = await readSeries(market.db);
  const candidate = (loss: number, naive: number) =>
    ({
      manifest: stored!.manifest,
      report: { validation: { pinball: loss, naivePinball: naive, samples: 100, days: 20 } },
    }) as unknown as TrainingResult;
  const judge = (loss: number, naive: number, champion = stored!) =>
    judgeCandidate(market.context, candidate(loss, naive), champion, series);

  const bad = await judge(0.3, 0.25);
  assertEquals(bad.promoted, false);
  assertMatch(bad.decision, /^Rejected: its loss of 0\.3000 is above the naive 0\.2500/);
  const behind = await judge(pinball * 1.02, pinball * 1.05);
  assertEquals(behind.promoted, false);
  assertMatch(behind.decision, new RegExp(`above that of the champion ${modelId}`));
  const equal = await judge(pinball, pinball * 1.05);
  assertEquals(equal.promoted, true);
  const alone = await judge(0.3, 0.31, { ...stored!, id: "lstm-gone" });
  assertEquals(alone.promoted, true);
  assertMatch(alone.decision, /champion could not be compared/);
});

Deno.test("a second training keeps exactly one champion", async () => {
  await using market = await smallMarket();
  await retrainModel(market.context, QUICK);
  market.clock.nowMs += 1000;
  await retrainModel(market.context, { ...QUICK, type: "GRU" });
  const models = await listModels(market.db);
  assertEquals(models.length, 2);
  assert(models.filter((model) => model.status === "champion").length <= 1);
  assert(models.every((model) => model.decision !== null));
  const champion = await championModel(market.db);
  if (champion) assert(models.some((model) => model.id === champion.id));
});

Deno.test("files of a model that was never registered, and unfinished ones, are removed", async () => {
  await using market = await smallMarket();
  const { modelId } = await retrainModel(market.context, QUICK);
  const dir = market.context.config.modelsDir;
  for (
    const name of ["lstm-dead.onnx", "lstm-dead.json", `${modelId}.onnx.${crypto.randomUUID()}.tmp`]
  ) {
    await Deno.writeTextFile(join(dir, name), "half");
  }
  assertEquals((await removeStrayModels(market.context)).length, 3);
  const files = [...Deno.readDirSync(dir)].map((one) => one.name);
  assertEquals(files.sort(), [`${modelId}.json`, `${modelId}.onnx`]);
});

Deno.test("too little history is refused in plain words and registers nothing", async () => {
  await using market = await smallMarket();
  await market.db.sql("delete from candles where open_time < $1::timestamptz", [
    new Date(market.clock.nowMs - 3 * 24 * 3_600_000).toISOString(),
  ]);
  await assertRejects(() => retrainModel(market.context, QUICK), Error, "history");
  await market.db.sql("delete from candles");
  await assertRejects(() => retrainModel(market.context, QUICK), Error, "collect some first");
  assertEquals(await listModels(market.db), []);
});
