import { assertEquals, assertRejects } from "@std/assert";
import { latestRiskModel, saveRiskModel } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

Deno.test("the newest risk model is read, byte for byte; old ones go", async () => {
  await using db = await testDatabase();
  assertEquals(await latestRiskModel(db), null);
  const model = {
    document: '{"b":1,  "a":[1e-7]}',
    sha256: "0".repeat(64),
    featuresVersion: 1,
    transfers: 500,
    trainedAtMs: Date.UTC(2026, 10, 21),
  };
  const ids: string[] = [];
  for (let at = 0; at < 9; at++) ids.push(await saveRiskModel(db, { ...model, transfers: at }));
  assertEquals(await latestRiskModel(db), { ...model, transfers: 8, id: ids[8]! });
  assertEquals(await latestRiskModel(db, { unlessId: ids[8] }), null);
  assertEquals((await latestRiskModel(db, { unlessId: ids[0] }))?.id, ids[8]);
  const left = await db.sql<{ id: string }>("select id::text as id from risk_models order by id");
  assertEquals(left.map(({ id }) => id), ids.slice(2));
  await assertRejects(() => saveRiskModel(db, { ...model, sha256: "no hash" }));
});
