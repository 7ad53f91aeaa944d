import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  chainLedger,
  type Database,
  quickSend,
  readAuditLog,
  verifyLedger,
} from "../../../db/mod.ts";
import { erasePerson } from "../../../server/privacy/erase_person.ts";
import { exportPerson } from "../../../server/privacy/export_person.ts";
import { readConsents, setConsent } from "../../../server/privacy/consents.ts";
import { type App, createContext } from "../../../server/context.ts";
import { shownNames } from "../../../server/privacy/shown_names.ts";
import { testDatabase } from "../../helpers/database.ts";
import { untilSettled } from "../../helpers/ledger_settled.ts";
import { ADMIN_KEY, get, startTestApp } from "../app_for_tests.ts";
import { BY_ALICE, NOON_MS, storeAlice, storeCoins } from "./alice.ts";

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
      "+39 333 alice",
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

Deno.test("after an erasure the ledger has a pseudonym in place of the person, and still adds up", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await storeAlice(db);
  await storeCoins(db);
  await untilSettled(db);
  await chainLedger(db, { nowMs: NOON_MS });
  const held = JSON.stringify(await exportPerson(server.app, "alice"));
  assert(held.includes("alice's rent") && held.includes('"90.95"'), held);
  const { pseudonym } = await erasePerson(server.app, "alice", BY_ALICE);
  const text = await everything(db);
  assert(!/alice/i.test(text), /.{200}alice.{50}/i.exec(text)?.[0]);
  const balances = await db.sql(
    "select owner, balance::float8 as balance from ledger_accounts where kind = 'available' order by 1",
  );
  assertEquals(balances, [{ owner: "bob", balance: 109 }, { owner: pseudonym, balance: 90.95 }]);
  const [sum] = await db.sql("select sum(balance)::float8 as supply from ledger_accounts");
  assertEquals(sum, { supply: 1_000_000 });
  const states = await db.sql("select status from ledger_transactions order by seq");
  assertEquals(states.map((row) => (row as { status: string }).status), [
    "completed",
    "completed",
    "completed",
    "cancelled",
    "completed",
  ]);
  const verified = await verifyLedger(db);
  assertEquals([verified.ok, verified.firstWrong ?? null], [true, null]);
  const toErased = { fromUser: "bob", toUser: pseudonym, amount: "1", fee: "0" };
  await assertRejects(() =>
    quickSend(db, { ...toErased, nowMs: NOON_MS, createdBy: "person:bob" })
  );
});

Deno.test("no statement by hand renames anyone in the ledger", async () => {
  await using db = await testDatabase();
  await storeCoins(db);
  for (
    const statement of [
      "update ledger_transactions set from_user = 'mallory' where from_user = 'alice'",
      "update ledger_accounts set owner = 'mallory' where owner = 'alice'",
      "update idempotency_keys set answer = '{}'",
    ]
  ) await assertRejects(() => db.sql(statement), Error, undefined, statement);
});

Deno.test("no table names people that the erasure does not know of", async () => {
  await using db = await testDatabase();
  const columns = await db.sql<{ place: string }>(
    `select c.table_name || '.' || c.column_name as place
     from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
       and c.column_name ~ '(user|owner|email|recipient|destination|actor|created_by|scope)'
       and c.column_name !~ '(lease_owner|user_agent|actor_kind)' order by 1`,
  );
  // A new one is to be erased and exported by an entry of server/privacy/personal_data.ts.
  assertEquals(columns.map((column) => column.place), KNOWN_PLACES);
});

const KNOWN_PLACES =
  `alert_marks.recipient alert_marks.user_id alert_messages.destination alert_messages.user_id
  alert_rules.destination alert_rules.user_id alerts.user_id api_keys.user_id audit_log.actor
  audit_log.actor_user_id chat_history.owner chat_sessions.owner consents.user_id
  contest_stakes.user_id idempotency_keys.scope job_runs.owner ledger_accounts.owner
  ledger_transactions.created_by ledger_transactions.from_user ledger_transactions.to_user
  model_costs.owner people.email people.user_id query_audit_log.owner sessions.user_id`.split(
    /\s+/,
  );

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

Deno.test("a user id is shown to others only with consent, to oneself and administrators always", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await storeAlice(db);
  const nameFor = async (role: "user" | "admin", userId: string | null) => {
    const actor = { kind: "person", role, name: "x", userId, keyId: null } as const;
    const context = { ...await contextOf(server.app), actor };
    return (await shownNames(context, ["alice"]))("alice");
  };
  assertEquals(await nameFor("user", "bob"), "anonymous");
  assertEquals(await nameFor("user", "alice"), "alice");
  assertEquals(await nameFor("admin", null), "alice");
  await setConsent(server.app, { userId: "alice", purpose: "public_leaderboard", granted: true });
  assertEquals(await nameFor("user", "bob"), "alice");
});

async function contextOf(app: App) {
  const request = new Request("http://localhost/");
  return await createContext(app, request, { credential: null, requestId: "1", peer: "127.0.0.1" });
}
