import { assertEquals, assertRejects } from "@std/assert";
import {
  championModel,
  insertModel,
  listModels,
  promoteModel,
  rejectModel,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { modelInput } from "../../helpers/market_rows.ts";

Deno.test("at most one model is champion", async (t) => {
  await using db = await testDatabase();
  for (const [at, id] of ["a", "b", "c"].entries()) await insertModel(db, modelInput(id, at));
  const statuses = async () => (await listModels(db)).map((model) => [model.id, model.status]);

  await t.step("none before the first promotion", async () => {
    assertEquals(await championModel(db), null);
    assertEquals(await statuses(), [["c", "candidate"], ["b", "candidate"], ["a", "candidate"]]);
  });
  await t.step("a promotion retires the one before and keeps the reasons", async () => {
    await promoteModel(db, { modelId: "a", decision: "The first." });
    await promoteModel(db, { modelId: "b", decision: "Better by 3 %." });
    await rejectModel(db, { modelId: "c", decision: "Worse than naive." });
    assertEquals(await statuses(), [["c", "rejected"], ["b", "champion"], ["a", "retired"]]);
    const models = await listModels(db);
    assertEquals(models.map((model) => model.decision), [
      "Worse than naive.",
      "Better by 3 %.",
      "Replaced by b.",
    ]);
  });
  await t.step("promotions at once leave one", async () => {
    await Promise.all(
      ["a", "b", "c", "a", "c"].map((modelId) => promoteModel(db, { modelId, decision: "again" })),
    );
    assertEquals((await listModels(db, { status: "champion" })).length, 1);
  });
  await t.step("an unknown model changes nothing", async () => {
    const before = await statuses();
    const unknown = { modelId: "none", decision: "" };
    await assertRejects(() => promoteModel(db, unknown), Error, 'no model "none"');
    await assertRejects(() => rejectModel(db, unknown), Error, 'no model "none"');
    assertEquals(await statuses(), before);
  });
  await t.step("the table itself refuses a second champion", async () => {
    await assertRejects(
      () => db.sql("update models set status = 'champion'"),
      Error,
      "models_one_champion",
    );
  });
});

Deno.test("a model comes back as it was registered", async () => {
  await using db = await testDatabase();
  const input = modelInput("a", 5);
  const stored = await insertModel(db, input);
  assertEquals(stored, { ...input, status: "candidate", decision: null, decidedAtMs: null });
  await assertRejects(() => insertModel(db, { ...input, id: "b", sha256: "none" }));
});
