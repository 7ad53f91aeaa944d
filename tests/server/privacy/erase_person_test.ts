import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Database, readAuditLog, recordAct } from "../../../db/mod.ts";
import { erasePerson } from "../../../server/privacy/erase_person.ts";
import { exportPerson } from "../../../server/privacy/export_person.ts";
import { readConsents, setConsent } from "../../../server/privacy/consents.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, get, startTestApp } from "../app_for_tests.ts";

const NOON_MS = Date.UTC(2026, 10, 21, 12);
const ALICE = {
  kind: "person",
  role: "user",
  name: "alice",
  userId: "alice",
  keyId: null,
} as const;
const BY_ALICE = { actor: ALICE, requestId: "request-1" };

async function storeAlice(db: Database): Promise<void> {
  await db.sql(
    `insert into people values ('alice', 'alice.rossi@example.com', 'argon2', 'user', now(), now())`,
  );
  await db.sql(
    `insert into sessions (id, user_id, secret_hash, user_agent, created_at, last_seen_at,
       expires_at)
     values (gen_random_uuid(), 'alice', 'hash-of-cookie', 'Alice''s browser', now(), now(),
       now() + interval '1 day')`,
  );
  await db.sql(
    `insert into api_keys (prefix, secret_hash, role, name, user_id, created_at)
     values ('pck_alice', 'hash-of-key', 'user', 'Alice''s laptop', 'alice', now())`,
  );
  await recordAct(db, {
    actor: ALICE,
    act: "keys.create",
    target: "person:alice",
    details: {},
    requestId: null,
    atMs: NOON_MS,
  });
}

/** Every row of every table, as text. */
async function everything(db: Database): Promise<string> {
  const tables = await db.sql<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE'`,
  );
  const texts = await Promise.all(
    tables.map(({ name }) => db.sql(`select to_jsonb(t)::text as row from "${name}" t`)),
  );
  return JSON.stringify(texts);
}

Deno.test("an export has everything that is held, without secrets", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await storeAlice(db);
  const consent = { userId: "alice", purpose: "public_leaderboard", granted: true } as const;
  await setConsent(server.app, consent);
  const { sections } = await exportPerson(server.app, "alice");
  const text = JSON.stringify(sections);
  for (
    const held of [
      "alice.rossi@example.com",
      "Alice's browser",
      "Alice's laptop",
      "keys.create",
      "public_leaderboard",
    ]
  ) assert(text.includes(held), held);
  assert(!/argon2|hash-of/.test(text), text);
});

Deno.test("after an erasure no table has a trace of the person", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await storeAlice(db);
  await setConsent(server.app, { userId: "alice", purpose: "public_leaderboard", granted: true });
  const { pseudonym } = await erasePerson(server.app, "alice", BY_ALICE);
  assert(!/alice/i.test(await everything(db)));
  const log = await readAuditLog(db, { limit: 9 });
  assertEquals(log.map((one) => [one.act, one.actor, one.target]), [
    ["privacy.erase", pseudonym, `person:${pseudonym}`],
    ["keys.create", pseudonym, `person:${pseudonym}`],
  ]);
  await assertRejects(
    () => erasePerson(server.app, "alice", BY_ALICE),
    Error,
    'no person "alice"',
  );
});

Deno.test("an administrator erases a person; the log names the administrator alone", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await storeAlice(db);
  const init = {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
    body: '{"user_id":"alice"}',
  };
  assertEquals((await get(`${server.url}/trpc/privacy.erasePerson`, init)).status, 200);
  assertEquals((await get(`${server.url}/trpc/privacy.erasePerson`, init)).status, 404);
  assert(!/alice/i.test(await everything(db)));
});

Deno.test("a consent counts as refused until it is given, and again once it is taken back", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { now: () => NOON_MS });
  await storeAlice(db);
  const granted = async () => (await readConsents(server.app, "alice")).consents[0]?.granted;
  const purpose = "public_leaderboard" as const;
  assertEquals(await granted(), false);
  await setConsent(server.app, { userId: "alice", purpose, granted: true });
  assertEquals(await granted(), true);
  await setConsent(server.app, { userId: "alice", purpose, granted: false });
  assertEquals(await granted(), false);
});
