import { assertEquals, assertRejects } from "@std/assert";
import {
  burnCoins,
  cancelTransaction,
  createTransaction,
  DatabaseError,
  executeTransaction,
  LedgerRefusal,
  mintCoins,
  openLedger,
  quickSend,
  readBalance,
  readCoinTotals,
  readEntries,
  readHistory,
  readPending,
  readStatistics,
  readTransaction,
  stakeCoins,
  unstakeCoins,
} from "../../../db/mod.ts";
import { assertSound, AT, countRows, openedLedger } from "./ledger_for_tests.ts";

/** The code of the refusal that a posting ends with. */
async function refusalOf(posting: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => posting, LedgerRefusal)).code;
}

Deno.test("a send moves amount and fee, with the balance before and after on each entry", async () => {
  await using db = await openedLedger({ alice: "100", bob: "1" });
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "10", fee: "0.05" };
  const { transaction, replayed } = await quickSend(db, { ...send, metadata: { note: "tea" } });
  assertEquals([transaction.status, transaction.fee, replayed], ["completed", "0.05", false]);
  const entries = await readEntries(db, transaction.id);
  assertEquals(
    entries.map((one) => [one.owner, one.kind, one.amount, one.balanceBefore, one.balanceAfter]),
    [
      ["alice", "available", "-10.05", "100", "89.95"],
      ["bob", "available", "10", "1", "11"],
      ["system", "fees", "0.05", "0", "0.05"],
    ],
  );
  assertEquals(entries.map((one) => one.eventAtMs), [AT.nowMs, AT.nowMs, AT.nowMs]);
  assertEquals(await readTransaction(db, transaction.id), transaction);
  assertEquals(transaction.metadata, { note: "tea" });
  await assertSound(db);
});

Deno.test("what is refused leaves no row behind", async () => {
  await using db = await openedLedger({ alice: "100", bob: "1" });
  await db.sql(
    `insert into people (user_id, email, password_hash, role, created_at, password_changed_at)
     values ('new', 'new@example.org', 'x', 'user', now(), now())`,
  );
  const before = await countRows(db);
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "100", fee: "0.5" };
  const codes = await Promise.all([
    quickSend(db, send),
    quickSend(db, { ...send, toUser: "nobody" }),
    quickSend(db, { ...send, fromUser: "nobody" }),
    quickSend(db, { ...send, toUser: "new" }),
    quickSend(db, { ...send, fromUser: "new" }),
    quickSend(db, { ...send, toUser: "system" }),
    quickSend(db, { ...send, fromUser: "system" }),
    createTransaction(db, { ...send, type: "send", toUser: "nobody" }),
    burnCoins(db, { ...AT, userId: "alice", amount: "100.00000001" }),
    burnCoins(db, { ...AT, userId: "nobody", amount: "1" }),
    stakeCoins(db, { ...AT, userId: "alice", amount: "101" }),
    unstakeCoins(db, { ...AT, userId: "alice", amount: "1" }),
    mintCoins(db, { ...AT, userId: "carol", amount: "999899.00000001" }),
    mintCoins(db, { ...AT, userId: "burned", amount: "1" }),
  ].map(refusalOf));
  assertEquals(codes, [
    "INSUFFICIENT_FUNDS",
    "USER_NOT_FOUND",
    "USER_NOT_FOUND",
    "INSUFFICIENT_FUNDS",
    "INSUFFICIENT_FUNDS",
    "USER_NOT_FOUND",
    "USER_NOT_FOUND",
    "USER_NOT_FOUND",
    "INSUFFICIENT_FUNDS",
    "USER_NOT_FOUND",
    "INSUFFICIENT_FUNDS",
    "INSUFFICIENT_STAKE",
    "INSUFFICIENT_FUNDS",
    "USER_NOT_FOUND",
  ]);
  assertEquals(await countRows(db), before);
});

Deno.test("minted, staked, burned and fees add up to the initial supply", async () => {
  await using db = await openedLedger({ alice: "0.1", bob: "50" });
  await mintCoins(db, { ...AT, userId: "alice", amount: "0.2" });
  assertEquals((await readBalance(db, "alice"))?.balance, "0.3");
  await stakeCoins(db, { ...AT, userId: "bob", amount: "20" });
  await unstakeCoins(db, { ...AT, userId: "bob", amount: "5" });
  await burnCoins(db, { ...AT, userId: "bob", amount: "1.5" });
  const send = { ...AT, fromUser: "bob", toUser: "alice", amount: "3", fee: "0.015" };
  await quickSend(db, send);
  assertEquals(await readCoinTotals(db), {
    initialSupply: "1000000",
    system: "999949.7",
    fees: "0.015",
    available: "33.785",
    staked: "15",
    cooling: "0",
    forecastStakes: "0",
    burned: "1.5",
    total: "1000000",
    people: 2,
  });
  await assertSound(db);
});

Deno.test("the books are opened once, with one supply", async () => {
  await using db = await openedLedger();
  const rows = await countRows(db);
  await openLedger(db, { initialSupply: "1000000.00", nowMs: AT.nowMs });
  assertEquals(await countRows(db), rows);
  await assertRejects(
    () => openLedger(db, { initialSupply: "2000000", nowMs: AT.nowMs }),
    DatabaseError,
    "INITIAL_COIN_SUPPLY is 2000000, but the ledger in this database was opened with 1000000 TBC",
  );
});

Deno.test("a pending transaction is executed, cancelled or has failed, and stays so", async () => {
  await using db = await openedLedger({ alice: "10", bob: "1" });
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "6", fee: "0.03" } as const;
  const made = async () => (await createTransaction(db, { ...send, type: "send" })).transaction.id;
  const [first, second, third] = [await made(), await made(), await made()];
  assertEquals((await readPending(db, { limit: 2 })).map((one) => one.id), [third, second]);
  assertEquals((await readBalance(db, "alice"))?.balance, "10");

  const at = { ...AT, nowMs: AT.nowMs + 1000 };
  const done = await executeTransaction(db, { ...at, transactionId: first });
  assertEquals([done.transaction.status, done.transaction.finishedAtMs], ["completed", at.nowMs]);
  const refused = await assertRejects(
    () => executeTransaction(db, { ...at, transactionId: second }),
    LedgerRefusal,
  );
  const { status, failureCode, failureReason } = refused.transaction!;
  assertEquals([refused.code, status, failureCode], [
    "INSUFFICIENT_FUNDS",
    "failed",
    "INSUFFICIENT_FUNDS",
  ]);
  assertEquals(failureReason, "alice has too little available: 6.03 TBC would be needed.");
  const cancelled = await cancelTransaction(db, { ...at, transactionId: third });
  assertEquals(cancelled.transaction.status, "cancelled");

  for (const transactionId of [first, second, third]) {
    assertEquals(
      await refusalOf(executeTransaction(db, { ...at, transactionId })),
      "INVALID_STATE",
    );
    assertEquals(await refusalOf(cancelTransaction(db, { ...at, transactionId })), "INVALID_STATE");
  }
  const unknown = { ...at, transactionId: crypto.randomUUID() };
  assertEquals(await refusalOf(executeTransaction(db, unknown)), "NOT_FOUND");
  assertEquals(await readStatistics(db), {
    total: 5,
    pending: 0,
    completed: 3,
    failed: 1,
    cancelled: 1,
    volume: "17",
    fees: "0.03",
  });
  await assertSound(db);
});

Deno.test("one of many executions at once moves the coins", async () => {
  await using db = await openedLedger({ alice: "100", bob: "1" });
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "6", fee: "0" };
  const { transaction } = await createTransaction(db, { ...send, type: "send" });
  const codes = await Promise.all(
    Array.from(
      { length: 20 },
      () =>
        executeTransaction(db, { ...AT, transactionId: transaction.id })
          .then(() => "done", (error: LedgerRefusal) => error.code),
    ),
  );
  assertEquals(codes.filter((code) => code === "done").length, 1);
  assertEquals(codes.filter((code) => code === "INVALID_STATE").length, 19);
  assertEquals((await readBalance(db, "bob"))?.balance, "7");
});

Deno.test("history is paged by the last transaction seen and filtered", async () => {
  await using db = await openedLedger({ alice: "100", bob: "100", carol: "5" });
  for (let at = 1; at <= 5; at++) {
    const send = { fromUser: "alice", toUser: at % 2 ? "bob" : "carol", amount: `${at}`, fee: "0" };
    await quickSend(db, { ...AT, ...send, nowMs: AT.nowMs + at });
  }
  await quickSend(db, { ...AT, fromUser: "bob", toUser: "alice", amount: "7", fee: "0" });
  const amounts = async (filter: object) =>
    (await readHistory(db, { userId: "alice", limit: 50, ...filter })).map((one) => one.amount);
  assertEquals(await amounts({}), ["7", "5", "4", "3", "2", "1", "100"]);
  const page = await readHistory(db, { userId: "alice", limit: 3 });
  assertEquals(await amounts({ cursor: page.at(-1)!.id, limit: 2 }), ["3", "2"]);
  assertEquals(await amounts({ direction: "in" }), ["7", "100"]);
  assertEquals(await amounts({ direction: "out", counterparty: "carol" }), ["4", "2"]);
  assertEquals(await amounts({ type: "mint" }), ["100"]);
  assertEquals(await amounts({ status: "pending" }), []);
  assertEquals(await amounts({ min: "3", max: "5" }), ["5", "4", "3"]);
  assertEquals(await amounts({ fromMs: AT.nowMs + 2, toMs: AT.nowMs + 3 }), ["3", "2"]);
});
