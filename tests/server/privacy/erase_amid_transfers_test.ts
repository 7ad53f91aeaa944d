import { assertEquals, assertMatch } from "@std/assert";
import {
  createTransaction,
  type Database,
  executeTransaction,
  postEntries,
  quickSend,
  verifyLedger,
} from "../../../db/mod.ts";
import { erasePerson } from "../../../server/privacy/erase_person.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, startTestApp } from "../app_for_tests.ts";
import { PASSWORD, signUp } from "../auth/accounts_for_tests.ts";
import { BY_ALICE, NOON_MS, storeAlice, storeCoins } from "./alice.ts";

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

/**
 * The erasure holds the accounts and wants each pending transaction; whoever executes one holds that and
 * wants the accounts. A third holds another one until the execution has waited for so long that it is the
 * erasure which is given up.
 */
Deno.test("a person is erased while someone executes a transaction of theirs", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await storeAlice(db);
  await storeCoins(db);
  const by = { nowMs: NOON_MS, createdBy: "person:bob" };
  const send = { ...by, fromUser: "bob", toUser: "alice", amount: "1", fee: "0" };
  const { transaction } = await createTransaction(db, { ...send, type: "send" });
  const work: Promise<unknown>[] = [];
  await db.transaction(async (tx) => {
    await tx.sql(
      "select from ledger_transactions where status = 'pending' and id <> $1 for update",
      [transaction.id],
    );
    work.push(erasePerson(server.app, "alice", BY_ALICE));
    await untilBlocked(db, 1);
    const execution = executeTransaction(db, { ...by, transactionId: transaction.id });
    work.push(execution.catch((error) => error));
    await untilBlocked(db, 2);
    await new Promise((resolve) => setTimeout(resolve, DEADLOCK_TIMEOUT_MS));
  });
  const [{ pseudonym }] = await Promise.all(work) as [{ pseudonym: string }];
  const [held] = await db.sql(
    `select count(*) filter (where owner = 'alice')::int as alice,
       count(*) filter (where owner = $1 and closed_at is not null)::int as closed
     from ledger_accounts`,
    [pseudonym],
  );
  assertEquals(held, { alice: 0, closed: 1 });
  assertEquals(await db.sql("select from people where user_id = 'alice'"), []);
  assertEquals((await verifyLedger(db)).ok, true);
});

Deno.test("what is made for a person who is erased at that moment finds nobody", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const account = { email: "zoe@example.com", password: PASSWORD };
  await signUp(server, account.email, { user_id: "zoe" });
  const headers = { "x-api-key": ADMIN_KEY, "content-type": "application/json" };
  const send = (path: string, body: object) =>
    fetch(server.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  let waiting: Promise<Response>[] = [];
  await db.transaction(async (tx) => {
    await tx.sql("delete from people where user_id = 'zoe'");
    waiting = [
      send("/trpc/keys.create", { name: "late", user_id: "zoe" }),
      send("/api/v1/auth/login", account),
    ];
    await untilBlocked(db, 2);
  });
  const answers = await Promise.all(waiting);
  assertEquals(answers.map(({ status }) => status), [404, 404]);
  for (const answer of answers) assertMatch(await answer.text(), /"USER_NOT_FOUND"/);
  const [left] = await db.sql(
    "select (select count(*) from api_keys)::int as keys, (select count(*) from sessions)::int as sessions",
  );
  assertEquals(left, { keys: 0, sessions: 0 });
});

/** PostgreSQL looks once whether there is a deadlock, after a second of waiting. */
const DEADLOCK_TIMEOUT_MS = 1_100;

/** Until so many sessions of this database wait for a lock. */
async function untilBlocked(db: Database, count = 1): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const blocked = await db.sql(
      `select from pg_stat_activity where wait_event_type = 'Lock'
         and datname = current_database()`,
    );
    if (blocked.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("Nothing waits.");
}
