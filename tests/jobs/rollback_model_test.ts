import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  championModel,
  insertModel,
  latestPublication,
  listModelDecisions,
  listModels,
  promoteModel,
  rejectModel,
} from "../../db/mod.ts";
import type { JobContext } from "../../jobs/context.ts";
import { pruneModels, REJECTED_KEPT, RETIRED_KEPT } from "../../jobs/prune_models.ts";
import { retrainModel } from "../../jobs/retrain_model.ts";
import { rollBackAndPublish, rollbackModel } from "../../jobs/rollback_model.ts";
import { removeStrayModels } from "../../jobs/stray_models.ts";
import { installModel, loadModel, modelPaths } from "../../ml/manifest.ts";
import { smallMarket } from "./trained_market.ts";

/** Copies of a trained model under other names, as trainings of other days would leave them. */
async function copyModel(context: JobContext, from: string, ids: readonly string[]) {
  const { db, config: { modelsDir } } = context;
  const { manifest, onnx } = await loadModel(modelsDir, from);
  for (const [place, id] of ids.entries()) {
    await installModel(modelsDir, id, onnx, { ...manifest, id });
    await insertModel(db, {
      id,
      type: manifest.type,
      engine: manifest.engine,
      manifest: { ...manifest, id },
      filePath: `${id}.onnx`,
      sha256: manifest.sha256,
      metrics: {},
      trainedAtMs: context.now() + place,
    });
  }
}

function filesOf({ config }: JobContext): string[] {
  const names = [...Deno.readDirSync(config.modelsDir)].map((one) => one.name);
  return names.filter((name) => name.endsWith(".onnx")).map((name) => name.slice(0, -5)).sort();
}

Deno.test("a rollback brings back the champion before, a second one the one before that", async (t) => {
  await using market = await smallMarket();
  const { context, db } = market;
  const { modelId: base } = await retrainModel(context, { quick: true, budgetMs: 15_000 });
  await promoteModel(db, { modelId: base, decision: "The first." });
  const refused = (modelId?: string) =>
    assertRejects(() => rollbackModel(context, modelId === undefined ? {} : { modelId }), Error);
  assertMatch((await refused()).message, /No model was champion before/);
  await copyModel(context, base, ["m1", "m2", "bad"]);
  for (const modelId of ["m1", "m2"]) await promoteModel(db, { modelId, decision: "Better." });
  await rejectModel(db, { modelId: "bad", decision: "Rejected: worse." });

  await t.step("what cannot serve is refused, and nothing changes", async () => {
    assertMatch((await refused("nobody")).message, /There is no model "nobody"/);
    assertMatch((await refused("m2")).message, /champion already/);
    assertMatch((await refused("bad")).message, /never champion, it is rejected: Rejected: worse/);
    const { onnx } = modelPaths(context.config.modelsDir, "m1");
    await Deno.rename(onnx, `${onnx}.aside`);
    assertMatch((await refused()).message, /"m1": its ONNX file is missing/);
    await Deno.rename(`${onnx}.aside`, onnx);
    assertEquals((await championModel(db))?.id, "m2");
  });
  await t.step("by default one step back, and its forecasts are published", async () => {
    const result = await rollBackAndPublish(context);
    assertEquals([result.championId, result.retiredId], ["m1", "m2"]);
    assertEquals((await championModel(db))?.id, "m1");
    assertEquals((await latestPublication(db))?.publication.modelId, "m1");
  });
  await t.step("again goes further back, and a name goes anywhere", async () => {
    assertEquals((await rollbackModel(context)).championId, base);
    assertMatch((await refused()).message, /No model was champion before/);
    assertEquals((await rollbackModel(context, { modelId: "m2" })).championId, "m2");
    const kinds = (await listModelDecisions(db, ["m2"])).map((one) => one.kind);
    assertEquals(kinds, ["promoted", "rolled_back", "promoted"]);
  });
});

Deno.test("files of former champions are kept up to a number, their rows for good", async () => {
  await using market = await smallMarket();
  const { context, db } = market;
  const { modelId: base } = await retrainModel(context, { quick: true, budgetMs: 15_000 });
  await promoteModel(db, { modelId: base, decision: "The first." });
  const champions = Array.from({ length: RETIRED_KEPT + 2 }, (_, at) => `champion${at}`);
  const rejected = Array.from({ length: REJECTED_KEPT + 1 }, (_, at) => `rejected${at}`);
  await copyModel(context, base, [...champions, ...rejected]);
  for (const modelId of champions) await promoteModel(db, { modelId, decision: "Better." });
  for (const modelId of rejected) await rejectModel(db, { modelId, decision: "Worse." });

  assertEquals((await pruneModels(context)).sort(), [base, "champion0", "rejected0"].sort());
  assertEquals(filesOf(context), [...champions.slice(1), ...rejected.slice(1)].sort());
  assertEquals((await listModels(db)).length, 1 + champions.length + rejected.length);
  assertEquals(await pruneModels(context), [], "a second time there is nothing left to do");
  assertEquals(await removeStrayModels(context), []);
  const error = await assertRejects(() => rollbackModel(context, { modelId: base }), Error);
  assertMatch(error.message, /were removed on 2\d{3}-\d\d-\d\d to make room/);
  assert((await championModel(db))?.id === champions.at(-1));
});
