import { assertEquals, assertRejects } from "@std/assert";
import {
  countApiKeys,
  createApiKey,
  findApiKey,
  listApiKeys,
  revokeApiKey,
  touchApiKey,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

const NOW_MS = 1_704_067_200_000;
const key = (prefix: string, role: "user" | "admin" = "user") => ({
  prefix,
  secretHash: "ab".repeat(32),
  role,
  name: null,
});

Deno.test("API keys are found by prefix, counted while in force, ended once", async () => {
  await using db = await testDatabase();
  const admin = await createApiKey(db, key("k1", "admin"));
  await createApiKey(db, { ...key("k2"), name: "script", expiresAtMs: NOW_MS + 1000 });
  await assertRejects(() => createApiKey(db, key("k1")), Error, "api_keys_prefix_key");
  assertEquals(await findApiKey(db, "k3"), null);
  assertEquals((await findApiKey(db, "k2"))?.expiresAtMs, NOW_MS + 1000);
  assertEquals((await listApiKeys(db)).map((one) => one.prefix), ["k2", "k1"]);
  assertEquals(await countApiKeys(db, { nowMs: NOW_MS }), 2);
  assertEquals(await countApiKeys(db, { nowMs: NOW_MS + 1001 }), 1);
  assertEquals(await countApiKeys(db, { role: "admin", nowMs: NOW_MS }), 1);
  assertEquals(await revokeApiKey(db, { id: admin.id, nowMs: NOW_MS }), true);
  assertEquals(await revokeApiKey(db, { id: admin.id, nowMs: NOW_MS }), false);
  assertEquals(await countApiKeys(db, { role: "admin", nowMs: NOW_MS }), 0);
});

Deno.test("the last use of a key is noted once a minute", async () => {
  await using db = await testDatabase();
  const { id } = await createApiKey(db, key("k1"));
  const lastUsed = async () => (await findApiKey(db, "k1"))?.lastUsedAtMs;
  for (const [nowMs, expected] of [[NOW_MS, NOW_MS], [NOW_MS + 59_000, NOW_MS]] as const) {
    await touchApiKey(db, { id, nowMs });
    assertEquals(await lastUsed(), expected);
  }
  await touchApiKey(db, { id, nowMs: NOW_MS + 60_001 });
  assertEquals(await lastUsed(), NOW_MS + 60_001);
});
