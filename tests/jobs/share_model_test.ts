import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { championModel, promoteModel } from "../../db/mod.ts";
import type { JobContext } from "../../jobs/context.ts";
import { publishForecasts } from "../../jobs/publish_predictions.ts";
import { retrainModel } from "../../jobs/retrain_model.ts";
import { rollbackModel } from "../../jobs/rollback_model.ts";
import { ensureModelFile } from "../../jobs/share_model.ts";
import { smallMarket } from "./trained_market.ts";

const QUICK = { quick: true, budgetMs: 15_000 };

function namesIn(dir: string): string[] {
  try {
    return [...Deno.readDirSync(dir)].map((one) => one.name).sort();
  } catch {
    return [];
  }
}

/** Another process: the same database, a folder of its own. */
async function elsewhere(context: JobContext): Promise<JobContext> {
  const dataDir = await Deno.makeTempDir();
  const config = { ...context.config, dataDir, modelsDir: `${dataDir}/models` };
  return { ...context, config, owner: "elsewhere" };
}

Deno.test("a model trained by one process is fetched by another when it first needs it", async (t) => {
  await using market = await smallMarket();
  const { context, db } = market;
  const { modelId } = await retrainModel(context, QUICK);
  await promoteModel(db, { modelId, decision: "Promoted for this test." });
  const model = (await championModel(db))!;

  await t.step("what is damaged in the database is installed by nobody", async () => {
    const other = await elsewhere(context);
    const whole = await db.sql("select bytes from model_artifacts order by part");
    assert(whole.length > 0);
    await db.sql("update model_artifacts set bytes = set_byte(bytes, 100, 7) where part = 0");
    await db.sql("update model_artifacts set bytes = set_byte(bytes, 101, 9) where part = 0");
    const refused = await assertRejects(() => ensureModelFile(other, model), Error);
    assertMatch(refused.message, /in the database is damaged/);
    assertEquals(namesIn(other.config.modelsDir), []);
    const published = await publishForecasts(other);
    assertEquals([published.modelId, published.coins], [null, 4], "the naive forecast stands in");
    await db.sql("delete from model_artifacts");
  });

  await t.step("who has it and the database not, as after an update, stores it", async () => {
    await ensureModelFile(context, model);
    const [stored] = await db.sql<{ size: number }>(
      "select sum(length(bytes)) as size from model_artifacts",
    );
    const { size } = await Deno.stat(`${context.config.modelsDir}/${modelId}.onnx`);
    assertEquals(Number(stored?.size), size);
  });

  await t.step("many who need it at once all have it whole", async () => {
    const other = await elsewhere(context);
    await Promise.all(Array.from({ length: 8 }, () => ensureModelFile(other, model)));
    assertEquals(namesIn(other.config.modelsDir), [`${modelId}.json`, `${modelId}.onnx`]);
    market.clock.nowMs += 3_600_000;
    const published = await publishForecasts(await elsewhere(context));
    assertEquals([published.modelId, published.coins], [modelId, 4]);
  });

  await t.step("a file that was spoilt here is mended from there", async () => {
    await Deno.writeTextFile(`${context.config.modelsDir}/${modelId}.onnx`, "this is no model");
    await ensureModelFile(context, model);
    market.clock.nowMs += 3_600_000;
    assertEquals((await publishForecasts(context)).modelId, modelId);
  });

  await t.step("a rollback on another process fetches what it goes back to", async () => {
    const { modelId: next } = await retrainModel(context, QUICK);
    await promoteModel(db, { modelId: next, decision: "Promoted for this test." });
    assertEquals((await rollbackModel(await elsewhere(context))).championId, modelId);
  });
});
