import { assertEquals, assertRejects } from "@std/assert";
import { latestEvaluation, saveEvaluation } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

const EVALUATION = {
  modelType: "LSTM",
  isQuick: false,
  seconds: 480.5,
  report: { models: ["lstm", "zero"], summary: {} },
  madeAtMs: Date.UTC(2025, 0, 1),
};

Deno.test("the newest evaluation is read, and a quick one never hides a full one", async () => {
  await using db = await testDatabase();
  assertEquals(await latestEvaluation(db), null);
  const id = await saveEvaluation(db, EVALUATION);
  assertEquals(await latestEvaluation(db), { ...EVALUATION, id });
  const later = { ...EVALUATION, madeAtMs: EVALUATION.madeAtMs + 1 };
  const newer = await saveEvaluation(db, later);
  await saveEvaluation(db, { ...later, isQuick: true, madeAtMs: later.madeAtMs + 1 });
  assertEquals(await latestEvaluation(db), { ...later, id: newer });
});

Deno.test("an evaluation of an unknown kind of model is refused", async () => {
  await using db = await testDatabase();
  await assertRejects(() => saveEvaluation(db, { ...EVALUATION, modelType: "ORACLE" }));
});
