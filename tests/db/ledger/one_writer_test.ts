import { assertEquals, assertRejects } from "@std/assert";
import pg from "pg";
import {
  burnCoins,
  chainLedger,
  type Database,
  migrate,
  mintCoins,
  openDatabase,
  openLedger,
  quickSend,
  readBalance,
} from "../../../db/mod.ts";
import { onDatabase, serverForTests } from "../../helpers/database.ts";
import { untilSettled } from "../../helpers/ledger_settled.ts";
import { assertSound, AT, openedLedger } from "./ledger_for_tests.ts";

const CHANGES = [
  "update ledger_entries set amount = amount",
  "delete from ledger_entries",
  "truncate ledger_entries",
  "update idempotency_keys set request_hash = ''",
  "delete from idempotency_keys",
  "update ledger_accounts set balance = balance + 1",
  "delete from ledger_accounts",
  "update ledger_transactions set amount = 1",
  "update ledger_transactions set status = 'pending', finished_at = null",
  "delete from ledger_transactions",
  "truncate ledger_accounts, ledger_transactions, ledger_entries, idempotency_keys cascade",
  `insert into ledger_entries (transaction_id, account_id, amount, balance_before, balance_after,
     event_at, created_at) values (gen_random_uuid(), 1, 1, 0, 1, now(), now())`,
  `insert into ledger_accounts (owner, kind, shard, opening_balance, balance, opened_at, updated_at)
     values ('eve', 'available', 0, 5, 5, now(), now())`,
];

async function fill(db: Database) {
  const idempotency = { scope: "test", key: "one", requestHash: "x" };
  await mintCoins(db, { ...AT, userId: "alice", amount: "10", idempotency });
  await mintCoins(db, { ...AT, userId: "bob", amount: "10" });
  await quickSend(db, { ...AT, fromUser: "alice", toUser: "bob", amount: "1", fee: "0.1" });
}

Deno.test("nothing but the writer changes the ledger, not for a superuser either", async () => {
  await using db = await openedLedger();
  await fill(db);
  for (const change of CHANGES) {
    await assertRejects(() => db.sql(change), Error, "is refused", change);
  }
  // Above the settings, too: what the writer itself may not do.
  await assertRejects(
    () =>
      db.transaction(async (tx) => {
        await tx.sql(`set local "ledger.writer" = 'on'`);
        await tx.sql("update ledger_transactions set amount = 1");
      }),
    Error,
    "nothing else of it changes",
  );
  await assertSound(db);
});

Deno.test("the writer's own role may add entries, and neither change nor delete them", async () => {
  await using db = await openedLedger();
  const rows = await db.sql<{ privilege: string }>(
    `select table_name || ' ' || privilege_type as privilege
     from information_schema.table_privileges
     where grantee = 'ledger_writer' and table_name in ('ledger_entries', 'ledger_transactions',
       'ledger_accounts') order by 1`,
  );
  assertEquals(rows.map((row) => row.privilege), [
    "ledger_accounts INSERT",
    "ledger_accounts SELECT",
    "ledger_accounts UPDATE",
    "ledger_entries INSERT",
    "ledger_entries SELECT",
    "ledger_transactions INSERT",
    "ledger_transactions SELECT",
    "ledger_transactions UPDATE",
  ]);
  const owners = await db.sql<{ owner: string; signsIn: boolean }>(
    `select distinct r.rolname as owner, r.rolcanlogin as "signsIn"
     from pg_proc p join pg_roles r on r.oid = p.proowner where p.proname = 'ledger_post'`,
  );
  assertEquals(owners, [{ owner: "ledger_writer", signsIn: false }]);
});

/** A database of a role that is no superuser and may make no roles, as a hosted server gives it. */
async function plainDatabase(): Promise<{ db: Database; drop: () => Promise<void> }> {
  const name = `plain_${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const server = new pg.Client({ connectionString: await serverForTests() });
  await server.connect();
  await server.query(`create role ${name} login password 'only-here'`);
  await server.query(`create database ${name} owner ${name}`);
  const url = new URL(onDatabase(await serverForTests(), name));
  [url.username, url.password] = [name, "only-here"];
  const db = await openDatabase({ dataDir: "", databaseUrl: url.href, poolSize: 3 });
  const drop = async () => {
    await db.close();
    await server.query(`drop database ${name} with (force)`);
    await server.query(`drop role ${name}`);
    await server.end();
  };
  return { db, drop };
}

Deno.test("a plain role owns the ledger, and has given up changing and deleting entries", async () => {
  const { db, drop } = await plainDatabase();
  try {
    await migrate(db);
    await openLedger(db, { initialSupply: "1000000", nowMs: AT.nowMs });
    await fill(db);
    await burnCoins(db, { ...AT, userId: "bob", amount: "1" });
    await untilSettled(db);
    await chainLedger(db, { nowMs: AT.nowMs });
    assertEquals((await readBalance(db, "bob"))?.balance, "10");
    await assertSound(db);
    for (const verb of ["update ledger_entries set amount = 1", "delete from ledger_entries"]) {
      await assertRejects(() => db.sql(verb), Error, "permission denied for table ledger_entries");
    }
    for (const change of CHANGES) await assertRejects(() => db.sql(change), Error);
  } finally {
    await drop();
  }
});
