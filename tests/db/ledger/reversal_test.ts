import { assertEquals, assertRejects } from "@std/assert";
import {
  burnCoins,
  LedgerRefusal,
  mintCoins,
  quickSend,
  readBalance,
  readBalances,
  readTransaction,
  reverseTransaction,
  stakeCoins,
} from "../../../db/mod.ts";
import { assertSound, AT, countRows, openedLedger } from "./ledger_for_tests.ts";

const WHY = { ...AT, reason: "sent by mistake" };

Deno.test("a reversal is an opposite transaction that gives the fee back too, once", async () => {
  await using db = await openedLedger({ alice: "100", bob: "1" });
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "10", fee: "0.05" };
  const sent = (await quickSend(db, send)).transaction;
  const { transaction } = await reverseTransaction(db, { ...WHY, transactionId: sent.id });
  assertEquals(
    [transaction.type, transaction.fromUser, transaction.toUser, transaction.amount],
    ["reversal", "bob", "alice", "10"],
  );
  assertEquals(transaction.metadata, { reason: WHY.reason, fee_returned: "0.05" });
  const original = await readTransaction(db, sent.id);
  assertEquals([original?.status, original?.reversedById], ["completed", transaction.id]);
  assertEquals(await readBalances(db), {
    alice: "100",
    bob: "1",
    burned: "0",
    system: "999899",
  });
  for (const transactionId of [sent.id, transaction.id]) {
    const again = () => reverseTransaction(db, { ...WHY, transactionId });
    assertEquals((await assertRejects(again, LedgerRefusal)).code, "INVALID_STATE");
  }
  await assertSound(db);
});

Deno.test("of many reversals at once one is made", async () => {
  await using db = await openedLedger({ alice: "100", bob: "100" });
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "10", fee: "0" };
  const { transaction } = await quickSend(db, send);
  const made = await Promise.all(
    Array.from(
      { length: 10 },
      () =>
        reverseTransaction(db, { ...WHY, transactionId: transaction.id }).then(() => 1, () => 0),
    ),
  );
  assertEquals(made.filter((one) => one === 1).length, 1);
  assertEquals((await readBalance(db, "bob"))?.balance, "100");
});

Deno.test("a reversal is refused where the coins are gone, and leaves no row", async () => {
  await using db = await openedLedger({ alice: "100", bob: "1" });
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "10", fee: "0.05" };
  const sent = (await quickSend(db, send)).transaction;
  await burnCoins(db, { ...AT, userId: "bob", amount: "5" });
  const before = await countRows(db);
  const reverse = () => reverseTransaction(db, { ...WHY, transactionId: sent.id });
  assertEquals((await assertRejects(reverse, LedgerRefusal)).code, "INSUFFICIENT_FUNDS");
  assertEquals(await countRows(db), before);
});

Deno.test("mints and burns can be reversed, a stake is undone by its owner", async () => {
  await using db = await openedLedger();
  const minted = await mintCoins(db, { ...AT, userId: "alice", amount: "8" });
  const burned = await burnCoins(db, { ...AT, userId: "alice", amount: "3" });
  const staked = await stakeCoins(db, { ...AT, userId: "alice", amount: "1" });
  const stake = () => reverseTransaction(db, { ...WHY, transactionId: staked.transaction.id });
  assertEquals((await assertRejects(stake, LedgerRefusal)).code, "INVALID_STATE");
  await reverseTransaction(db, { ...WHY, transactionId: burned.transaction.id });
  assertEquals((await readBalances(db)).burned, "0");
  const mint = () => reverseTransaction(db, { ...WHY, transactionId: minted.transaction.id });
  assertEquals((await assertRejects(mint, LedgerRefusal)).code, "INSUFFICIENT_FUNDS");
  await assertSound(db);
});
