import { assertEquals } from "@std/assert";
import {
  countRiskTransfers,
  type Database,
  readRiskFacts,
  readRiskTraining,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const HOUR_MS = 3_600_000;

async function post(db: Database, posting: Record<string, unknown>): Promise<string> {
  const [row] = await db.sql<{ answer: { transaction: { id: string } } }>(
    "select ledger_post($1::jsonb) as answer",
    [JSON.stringify({ op: "post", fee: "0", createdBy: "test", ...posting })],
  );
  return row!.answer.transaction.id;
}

/** Alice has 100 and sent 10, then 5 to Bob, who sent 3 back; a pending one and a stake count not. */
async function storeLedger(db: Database): Promise<void> {
  await db.sql("select ledger_open(1000, to_timestamp($1::float8 / 1000))", [
    NOW_MS - 10 * HOUR_MS,
  ]);
  for (const to of ["alice", "bob"]) {
    await post(db, { type: "mint", from: "system", to, amount: "100", atMs: NOW_MS - 9 * HOUR_MS });
  }
  const between = { type: "send", from: "alice", to: "bob" };
  await post(db, { ...between, amount: "10", fee: "0.05", atMs: NOW_MS - 3 * HOUR_MS });
  await post(db, { ...between, amount: "5", atMs: NOW_MS - 2 * HOUR_MS });
  const back = { type: "send", from: "bob", to: "alice" };
  await post(db, { ...back, amount: "3", atMs: NOW_MS - HOUR_MS });
  await post(db, { ...between, op: "create", amount: "7", atMs: NOW_MS });
  await post(db, { ...between, type: "stake", to: "alice", amount: "1", atMs: NOW_MS });
}

Deno.test("what the ledger knows of two people: balances, ages, completed transfers", async () => {
  await using db = await testDatabase();
  await storeLedger(db);
  const facts = await readRiskFacts(db, { fromUser: "alice", toUser: "bob", limit: 200 });
  const opened = NOW_MS - 9 * HOUR_MS;
  assertEquals([facts.balance, facts.senderSinceMs, facts.recipientSinceMs], [
    86.95,
    opened,
    opened,
  ]);
  const sent = [5, 10].map((amount, at) => ({
    ...{ fromUser: "alice", toUser: "bob", amount, atMs: NOW_MS - (2 + at) * HOUR_MS },
  }));
  const back = [{ fromUser: "bob", toUser: "alice", amount: 3, atMs: NOW_MS - HOUR_MS }];
  assertEquals(facts.senderSent, sent);
  assertEquals(facts.recipientReceived, sent);
  assertEquals(facts.senderReceived, back);
  assertEquals(facts.recipientSent, back);
  const one = await readRiskFacts(db, { fromUser: "alice", toUser: "bob", limit: 1 });
  assertEquals(one.senderSent, sent.slice(0, 1));
  const nobody = await readRiskFacts(db, { fromUser: "carol", toUser: "dave", limit: 200 });
  assertEquals([nobody.balance, nobody.senderSinceMs, nobody.senderSent], [0, null, []]);
});

Deno.test("training reads completed transfers in order, with the balance before each", async () => {
  await using db = await testDatabase();
  await storeLedger(db);
  const rows = await readRiskTraining(db, { limit: 100 });
  assertEquals(rows.map((row) => [row.fromUser, row.amount, row.balance]), [
    ["alice", 10, 100],
    ["alice", 5, 89.95],
    ["bob", 3, 115],
  ]);
  const opened = NOW_MS - 9 * HOUR_MS;
  assertEquals([rows[0]!.senderSinceMs, rows[0]!.atMs], [opened, NOW_MS - 3 * HOUR_MS]);
  const newest = await readRiskTraining(db, { limit: 1 });
  assertEquals(newest.map((row) => row.amount), [3]);
  assertEquals(await countRiskTransfers(db, { limit: 100 }), 3);
  assertEquals(await countRiskTransfers(db, { limit: 2 }), 2);
});
