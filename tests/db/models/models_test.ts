import { assertEquals, assertRejects } from "@std/assert";
import {
  championModel,
  driftTrainingDueMs,
  endModelAlerts,
  insertModel,
  listModelAlerts,
  listModelDecisions,
  listModels,
  promoteModel,
  raiseModelAlert,
  rejectModel,
  rollbackChampion,
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
  assertEquals(stored, {
    ...input,
    status: "candidate",
    decision: null,
    decidedAtMs: null,
    rolledBackAtMs: null,
    prunedAtMs: null,
  });
  await assertRejects(() => insertModel(db, { ...input, id: "b", sha256: "none" }));
});

Deno.test("a rollback brings the model before back and keeps every decision", async () => {
  await using db = await testDatabase();
  for (const [at, id] of ["a", "b", "c"].entries()) await insertModel(db, modelInput(id, at));
  await promoteModel(db, { modelId: "a", decision: "The first." });
  await promoteModel(db, { modelId: "b", decision: "Better." });
  const back = { championId: "b", modelId: "a", decision: "Back.", championDecision: "Out." };
  await rollbackChampion(db, back);
  const models = await listModels(db);
  assertEquals(models.map((model) => [model.id, model.status, model.rolledBackAtMs !== null]), [
    ["c", "candidate", false],
    ["b", "retired", true],
    ["a", "champion", false],
  ]);
  const decisions = await listModelDecisions(db, ["a", "b"]);
  assertEquals(decisions.map((one) => `${one.modelId} ${one.kind}: ${one.reason}`), [
    "a promoted: Back.",
    "b rolled_back: Out.",
    "b promoted: Better.",
    "a retired: Replaced by b.",
    "a promoted: The first.",
  ]);
  await assertRejects(() => rollbackChampion(db, back), Error, "Another model became champion");
  const wrong = { ...back, championId: "a", modelId: "c" };
  await assertRejects(() => rollbackChampion(db, wrong), Error, "c is not a retired model");
  assertEquals((await championModel(db))?.id, "a", "a refused rollback changes nothing");
});

Deno.test("an alert is raised once an episode, and makes one training a day due", async () => {
  await using db = await testDatabase();
  const HOUR = 3_600_000;
  for (const [at, id] of ["a", "b"].entries()) await insertModel(db, modelInput(id, at));
  const raise = (modelId: string, kind: "inputs" | "coverage", atMs: number) =>
    raiseModelAlert(db, {
      modelId,
      kind,
      atMs,
      message: "Far off.",
      details: { psi: 1 },
      retrainPauseMs: 24 * HOUR,
    });
  assertEquals(await driftTrainingDueMs(db), null);
  assertEquals((await raise("a", "inputs", HOUR))?.retrainAtMs, HOUR);
  assertEquals(await raise("a", "inputs", 2 * HOUR), null, "the same episode");
  assertEquals((await raise("a", "coverage", 3 * HOUR))?.retrainAtMs, null, "within a day");
  assertEquals(await driftTrainingDueMs(db), HOUR);

  const ended = await endModelAlerts(db, { modelId: "a", still: ["coverage"], atMs: 4 * HOUR });
  assertEquals(ended.map((one) => one.kind), ["inputs"]);
  assertEquals((await raise("a", "inputs", 30 * HOUR))?.retrainAtMs, 30 * HOUR, "the next one");
  await raise("b", "inputs", 31 * HOUR);
  await endModelAlerts(db, { modelId: "b", still: ["inputs"], atMs: 32 * HOUR });
  const open = await listModelAlerts(db, { openOnly: true });
  assertEquals(open.map((one) => `${one.modelId} ${one.kind}`), ["b inputs"]);
  assertEquals((await listModelAlerts(db)).length, 4);
  assertEquals(open[0]!.details, { psi: 1 });
});
