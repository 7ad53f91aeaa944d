import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  createApiKey,
  disablePerson,
  enablePerson,
  insertPerson,
  listApiKeys,
  revokeApiKey,
  setRole,
} from "../../db/mod.ts";
import { bootstrapAdminKey } from "../../server/auth/bootstrap_admin_key.ts";
import { generateKey, hashKey, keyPrefix, readCredential } from "../../server/auth/credential.ts";
import { loadSecrets } from "../../server/auth/secrets.ts";
import { loadConfig } from "../../server/config.ts";
import { testDatabase } from "../helpers/database.ts";
import { ADMIN_KEY, get, startTestApp } from "./app_for_tests.ts";

const ADMIN_PATH = "/api/admin/system/info";
const KEY_PATH = "/api/predictions/top20";

Deno.test("who may call what", async (t) => {
  await using db = await testDatabase();
  let nowMs = Date.now();
  const now = () => nowMs;
  await using open = await startTestApp(db, { now });
  await using closed = await startTestApp(db, { env: { API_KEY_REQUIRED: "true" }, now });
  const status = async (server: typeof open, path: string, headers: HeadersInit = {}) =>
    (await get(server.url + path, { headers })).status;

  await t.step("locally the market is open, administration is not", async () => {
    assertEquals(await status(open, KEY_PATH), 200);
    assertEquals(await status(open, ADMIN_PATH), 401);
  });

  await t.step("where keys are required nothing but health is open", async () => {
    assertEquals(await status(closed, KEY_PATH), 401);
    assertEquals(await status(closed, "/trpc/predictions.top"), 401);
    assertEquals(await status(closed, "/api/v1/health"), 200);
  });

  await t.step("the admin key opens both, in either header", async () => {
    assertEquals(await status(closed, KEY_PATH, { "x-api-key": ADMIN_KEY }), 200);
    assertEquals(await status(closed, ADMIN_PATH, { authorization: `Bearer ${ADMIN_KEY}` }), 200);
    assertEquals(await status(open, ADMIN_PATH, { authorization: `bearer ${ADMIN_KEY}` }), 200);
  });

  await t.step("a wrong key is refused even where none is needed", async () => {
    for (const wrong of ["nonsense", `${ADMIN_KEY}x`, ADMIN_KEY.slice(1), "", "x".repeat(10_000)]) {
      assertEquals(await status(open, KEY_PATH, { "x-api-key": wrong }), 401, wrong);
      assertEquals(await status(open, ADMIN_PATH, { "x-api-key": wrong }), 401, wrong);
    }
    assertEquals(await status(open, ADMIN_PATH, { authorization: `Basic ${ADMIN_KEY}` }), 401);
  });

  await t.step("a key in the address counts for nothing", async () => {
    assertEquals(await status(closed, `${KEY_PATH}?api_key=${ADMIN_KEY}&key=${ADMIN_KEY}`), 401);
  });

  await t.step("a user's key reads, may not administer, and ends when revoked", async () => {
    const key = generateKey();
    const secretHash = await hashKey(closed.app.secrets.hashKey, key);
    const row = await createApiKey(db, {
      prefix: keyPrefix(key),
      secretHash,
      role: "user",
      name: "test",
      expiresAtMs: nowMs + 3_600_000,
    });
    const headers = { "x-api-key": key };
    assertEquals(await status(closed, KEY_PATH, headers), 200);
    assertEquals(await status(closed, ADMIN_PATH, headers), 403);
    nowMs += 3_600_001;
    assertEquals(await status(closed, KEY_PATH, headers), 401);
    nowMs -= 3_600_001;
    await revokeApiKey(db, { id: row.id, nowMs });
    nowMs += 6_000;
    assertEquals(await status(closed, KEY_PATH, headers), 401);
  });
});

Deno.test("the first start makes one admin key, stored as a keyed hash only", async () => {
  await using db = await testDatabase();
  const dataDir = await Deno.makeTempDir();
  const inDataDir = { ...db, embedded: true };
  const { hashKey: secret } = await loadSecrets(inDataDir, loadConfig({ DATA_DIR: dataDir }));
  const key = await bootstrapAdminKey(db, secret, Date.now());
  assertMatch(key ?? "", /^pck_[0-9a-f]{48}$/);
  assertEquals(await bootstrapAdminKey(db, secret, Date.now()), null);
  const stored = JSON.stringify(await db.sql("select * from api_keys"));
  assert(!stored.includes(key!), "the key itself is not stored");
  const { hashKey: again } = await loadSecrets(inDataDir, loadConfig({ DATA_DIR: dataDir }));
  assert(stored.includes(await hashKey(again, key!)), "the secret outlives the process");
  if (Deno.build.os !== "windows") {
    const info = await Deno.stat(`${dataDir}/secrets/api-key-hash`);
    assertEquals(info.mode! & 0o777, 0o600);
  }
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("a credential comes from the headers; one that cannot be read is a wrong one", () => {
  const read = (headers: HeadersInit) => readCredential(new Headers(headers))?.value ?? null;
  assertEquals(read({}), null);
  assertEquals(read({ "x-api-key": "abc" }), "abc");
  assertEquals(read({ authorization: "Bearer abc" }), "abc");
  assertEquals(read({ authorization: "Token abc", "x-api-key": "abc" }), "");
  assertEquals(read({ authorization: "Bearer abc", "x-api-key": "abc" }), "abc");
  assertEquals(read({ authorization: "Bearer abc", "x-api-key": "other" }), "");
  assertEquals(read({ authorization: "Bearer abc", "x-api-key": "" }), "");
  const twice = new Headers([["authorization", "Bearer abc"], ["authorization", "Bearer abc"]]);
  assertEquals(readCredential(twice)?.value, "", "of a header that came twice");
});

Deno.test("no first key is made where someone can administer, nor two by instances at once", async () => {
  await using db = await testDatabase();
  const { hashKey: secret } = await loadSecrets(db, loadConfig({ DATA_DIR: "./no-such-folder" }));
  const start = () => bootstrapAdminKey(db, secret, Date.now());
  const first = await Promise.all([start(), start(), start(), start()]);
  assertEquals(first.filter((key) => key !== null).length, 1, "instances make one between them");
  const [key] = await listApiKeys(db);
  await revokeApiKey(db, { id: key!.id, nowMs: Date.now() });
  const person = { userId: "boss", email: "boss@example.com", passwordHash: "x" };
  await insertPerson(db, { ...person, role: "admin", nowMs: Date.now() });
  assertEquals(await start(), null);
  const ofBoss = { prefix: "pck_00000000", secretHash: "x", name: "resting", userId: "boss" };
  await createApiKey(db, { ...ofBoss, role: "admin" });
  assertEquals(await start(), null);
  await disablePerson(db, { userId: "boss", nowMs: Date.now() });
  assertMatch(await start() ?? "", /^pck_/, "a key that rests with its person opens nothing");
  const made = await listApiKeys(db);
  await revokeApiKey(db, { id: made[0]!.id, nowMs: Date.now() });
  await enablePerson(db, "boss");
  await setRole(db, { userId: "boss", role: "user" });
  assertMatch(await start() ?? "", /^pck_/, "nor does one of somebody who is no administrator now");
});
