import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  chainLedger,
  createTransaction,
  type Database,
  mintCoins,
  openLedger,
  postEntries,
  quickSend,
  readAuditLog,
  recordAct,
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

const NOON_MS = Date.UTC(2026, 9, 21, 12);
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
  await db.sql(
    `insert into alert_rules (user_id, kind, threshold, threshold_unit, spans, quiet_policy,
       channel, destination, enabled, created_at, updated_at)
     values ('alice', 'move', 5, 'percent', '{1}', 'delay', 'message', '+39 333 alice', true,
       now(), now())`,
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

async function storeCoins(db: Database): Promise<void> {
  const by = { nowMs: NOON_MS, createdBy: "person:alice" };
  await openLedger(db, { initialSupply: "1000000", nowMs: NOON_MS });
  for (const userId of ["alice", "bob"]) {
    await mintCoins(db, { ...by, createdBy: "key:ops", userId, amount: "100" });
  }
  const idempotency = { scope: "person:alice", key: "k1", requestHash: "h" };
  const send = { fromUser: "alice", toUser: "bob", fee: "0.05", ...by };
  const metadata = { note: "alice's rent" };
  await quickSend(db, { ...send, amount: "10", metadata, idempotency });
  await createTransaction(db, { ...send, amount: "1", type: "send", metadata });
  const key = { scope: "person:bob", key: "k1", requestHash: "h" };
  await quickSend(db, {
    fromUser: "bob",
    toUser: "alice",
    fee: "0",
    amount: "1",
    nowMs: NOON_MS,
    createdBy: "person:bob",
    idempotency: key,
  });
}

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

for (const hasStake of [false, true]) {
  const which = hasStake ? "with an open stake" : "without a stake";
  Deno.test(`a transfer that waits while its sender ${which} is erased leaves no name`, async () => {
    await eraseAmidTransfer(hasStake);
  });
}

async function eraseAmidTransfer(hasStake: boolean): Promise<void> {
  await using db = await testDatabase();
  await using _server = await startTestApp(db);
  await storeAlice(db);
  await storeCoins(db);
  if (hasStake) {
    const leg = { owner: "alice", kind: "forecast_stake", amount: "5" } as const;
    await postEntries(db, {
      type: "forecast_stake",
      fromUser: "alice",
      toUser: "alice",
      amount: "5",
      legs: [{ ...leg, kind: "available", amount: "-5" }, leg],
      nowMs: NOON_MS,
      createdBy: "person:alice",
    });
  }
  const erase = "select erase_from_ledger('alice', 'erased_1', now())";
  const send = { fromUser: "alice", toUser: "bob", amount: "1", fee: "0" };
  let waiting: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.sql(erase);
    // It has looked up the account by the old name and waits for its row.
    waiting = quickSend(db, { ...send, nowMs: NOON_MS, createdBy: "person:alice" })
      .catch((error) => error);
    await untilBlocked(db);
    await tx.sql("delete from people where user_id = 'alice'");
  });
  await db.sql(erase);
  await waiting;
  const named = await db.sql(
    `select id from ledger_transactions
     where 'alice' in (from_user, to_user) or created_by = 'person:alice'`,
  );
  assertEquals(named, []);
  const [sum] = await db.sql("select sum(balance)::float8 as supply from ledger_accounts");
  assertEquals(sum, { supply: 1_000_000 });
}

/** Until a session of this database waits for a lock. */
async function untilBlocked(db: Database): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const blocked = await db.sql(
      `select from pg_stat_activity where wait_event_type = 'Lock'
         and datname = current_database()`,
    );
    if (blocked.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("Nothing waits.");
}

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
  people.email people.user_id query_audit_log.owner sessions.user_id`.split(/\s+/);

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
