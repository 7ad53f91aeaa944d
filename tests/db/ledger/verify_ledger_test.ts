import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  chainLedger,
  createTransaction,
  type Database,
  executeTransaction,
  latestReconciliation,
  mintCoins,
  openLedger,
  quickSend,
  reconcileLedger,
  reverseTransaction,
  stakeCoins,
  unstakeCoins,
  verifyLedger,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { untilSettled } from "../../helpers/ledger_settled.ts";

const AT = { nowMs: Date.UTC(2026, 10, 21), createdBy: "test" };

/** A small ledger with a transaction of most types, chained. */
async function smallLedger() {
  const db = await testDatabase();
  await openLedger(db, { initialSupply: "1000000", nowMs: AT.nowMs });
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "10", fee: "0.05" };
  await mintCoins(db, { ...AT, userId: "alice", amount: "100" });
  await mintCoins(db, { ...AT, userId: "bob", amount: "5.5" });
  const sent = await quickSend(db, send);
  await stakeCoins(db, { ...AT, userId: "alice", amount: "20" });
  await unstakeCoins(db, { ...AT, userId: "alice", amount: "5", coolDownMs: 1000 });
  const made = await createTransaction(db, { ...send, type: "send", amount: "1000", fee: "5" });
  await executeTransaction(db, { ...AT, transactionId: made.transaction.id }).catch(() => {});
  await quickSend(db, send);
  await reverseTransaction(db, { ...AT, transactionId: sent.transaction.id, reason: "a test" });
  await createTransaction(db, { ...send, type: "send" });
  await untilSettled(db);
  await chainLedger(db, AT);
  return db;
}

/** As somebody who is above the triggers. */
async function tamper(db: Database, statement: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.sql("set local session_replication_role = replica");
    const rows = await tx.sql(`${statement} returning 1`);
    assertEquals(rows.length, 1, statement);
  });
}

Deno.test("a ledger that was written by its writer is proved right", async () => {
  await using db = await smallLedger();
  const { ok, checked, supply, head, firstWrong } = await verifyLedger(db);
  assertEquals({ ok, firstWrong, supply }, { ok: true, firstWrong: undefined, supply: "1000000" });
  assertEquals([checked.transactions, checked.links, head?.position], [10, 7, 7]);
  const verdict = await reconcileLedger(db, { now: () => AT.nowMs });
  assertEquals(verdict.ok, true);
  const stored = await latestReconciliation(db);
  assertEquals([stored?.ok, stored?.firstWrong, stored?.supply], [true, null, "1000000"]);
  assertEquals(stored?.headHash, head?.hash);
});

const FIRST = "(select min(id) from ledger_entries)";
const SEND = "(select id from ledger_transactions where transaction_type = 'send' and " +
  "status = 'completed' order by seq limit 1)";
const REVERSAL = "(select id from ledger_transactions where transaction_type = 'reversal')";
const ALICE = "owner = 'alice' and kind = 'available'";

/** What is done to a row, and what the check says of it. */
const TAMPERINGS: readonly (readonly [statement: string, says: RegExp])[] = [
  [`update ledger_accounts set balance = balance + 1 where ${ALICE}`, /^Account \d+ is wrong/],
  [`update ledger_accounts set opening_balance = 7 where ${ALICE}`, /^Entry \d+ is wrong/],
  [`delete from ledger_accounts where ${ALICE}`, /^Entry \d+ is wrong/],
  [
    `update ledger_accounts set owner = 'mallory' where ${ALICE}`,
    /^Transaction \S+ is wrong: its receiver got 0 of/,
  ],
  [
    `update ledger_entries set amount = amount - 1, balance_after = balance_after - 1
     where id = ${FIRST}`,
    /^Entry \d+ is wrong: account \d+ had/,
  ],
  [
    `update ledger_entries set balance_before = balance_before + 1,
     balance_after = balance_after + 1 where id = ${FIRST}`,
    /^Entry 1 is wrong: account 1 had 1000000/,
  ],
  [
    `update ledger_entries set event_at = event_at + interval '1 s' where id = ${FIRST}`,
    /^Link 1 of the chain is wrong: transaction \S+ or its entries/,
  ],
  [`delete from ledger_entries where id = ${FIRST}`, /^Entry \d+ is wrong/],
  [
    `insert into ledger_entries select nextval('ledger_entries_id_seq'), gen_random_uuid(), id, 5,
     balance, balance + 5, now(), now() from ledger_accounts where ${ALICE}`,
    /^Account \d+ is wrong: it holds/,
  ],
  [
    `update ledger_transactions set amount = amount + 1 where id = ${SEND}`,
    /^Transaction \S+ is wrong: its sender gave/,
  ],
  [`update ledger_transactions set fee = 0.06 where id = ${SEND}`, /says a fee of 0.06/],
  [
    `update ledger_transactions set to_user = 'mallory' where id = ${SEND}`,
    /its receiver got 0 of/,
  ],
  [
    `update ledger_transactions set transaction_type = 'mint' where id = ${SEND}`,
    /^Transaction \S+ is wrong/,
  ],
  [
    `update ledger_transactions set status = 'cancelled' where id = ${SEND}`,
    /it is cancelled and has entries/,
  ],
  [
    `update ledger_transactions set status = 'completed', failure_code = null, failure_reason = null
     where status = 'failed'`,
    /it is completed and has no entries/,
  ],
  [
    `update ledger_transactions set event_at = event_at + interval '1 us' where id = ${SEND}`,
    /^Link 3 of the chain is wrong/,
  ],
  [`delete from ledger_transactions where id = ${SEND}`, /it has entries and is not there/],
  [
    `update ledger_transactions set reverses_id = (select id from ledger_transactions
     where transaction_type = 'mint' order by seq limit 1) where id = ${REVERSAL}`,
    /it does not take back what/,
  ],
  ["update ledger_chain set hash = sha256('x') where position = 3", /^Link 3 of the chain/],
  ["update ledger_chain set leaf = sha256('x') where position = 7", /^Link 7 of the chain/],
  ["delete from ledger_chain where position = 2", /^Link 3 of the chain .* is missing/],
  ["delete from ledger_chain where position = 7", /is not in the chain: its link was removed/],
];

for (const [statement, says] of TAMPERINGS) {
  Deno.test(`the first wrong row is named after: ${statement.replaceAll(/\s+/g, " ")}`, async () => {
    await using db = await smallLedger();
    await tamper(db, statement);
    const { ok, firstWrong } = await verifyLedger(db);
    assertEquals(ok, false);
    assertMatch(firstWrong ?? "", says);
    await reconcileLedger(db, { now: () => AT.nowMs });
    assertEquals((await latestReconciliation(db))?.firstWrong, firstWrong);
  });
}

Deno.test("the chain refuses to be changed or emptied", async () => {
  await using db = await smallLedger();
  for (const statement of ["update ledger_chain set hash = leaf", "delete from ledger_chain"]) {
    const error = await db.sql(statement).catch((one) => one);
    assert(error instanceof Error, statement);
    assertMatch(error.message, /only added to|permission denied/);
  }
  assert(await db.sql("truncate ledger_chain").catch((one) => one) instanceof Error);
});
