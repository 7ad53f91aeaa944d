import { assertEquals, assertRejects } from "@std/assert";
import {
  cancelTransaction,
  type Database,
  executeTransaction,
  LedgerRefusal,
  quickSend,
  readBalance,
  readPending,
  releaseCooled,
  stakeCoins,
  unstakeCoins,
} from "../../../db/mod.ts";
import { assertSound, AT, openedLedger } from "./ledger_for_tests.ts";

const HOUR_MS = 3_600_000;

async function held(db: Database): Promise<string[]> {
  const balance = (await readBalance(db, "alice"))!;
  return [balance.balance, balance.stakedBalance, balance.coolingBalance];
}

Deno.test("without a cool-down, staked coins are available again at once", async () => {
  await using db = await openedLedger({ alice: "10" });
  await stakeCoins(db, { ...AT, userId: "alice", amount: "6" });
  assertEquals(await held(db), ["4", "6", "0"]);
  await unstakeCoins(db, { ...AT, userId: "alice", amount: "2.5" });
  assertEquals(await held(db), ["6.5", "3.5", "0"]);
  assertEquals(await readPending(db, { limit: 5 }), []);
});

Deno.test("with a cool-down, unstaked coins are released when it is over and not before", async () => {
  await using db = await openedLedger({ alice: "10", bob: "1" });
  await stakeCoins(db, { ...AT, userId: "alice", amount: "6" });
  const unstaked = await unstakeCoins(db, {
    ...AT,
    userId: "alice",
    amount: "5",
    coolDownMs: HOUR_MS,
  });
  assertEquals(await held(db), ["4", "1", "5"]);
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "5", fee: "0" };
  await assertRejects(() => quickSend(db, send), LedgerRefusal, "too little available");
  const [release] = await readPending(db, { limit: 5 });
  assertEquals([release?.type, release?.notBeforeMs, release?.metadata], [
    "release",
    AT.nowMs + HOUR_MS,
    { unstaked_by: unstaked.transaction.id },
  ]);
  const transactionId = release!.id;
  for (const early of [executeTransaction, cancelTransaction]) {
    const error = await assertRejects(() => early(db, { ...AT, transactionId }), LedgerRefusal);
    assertEquals(error.code, "INVALID_STATE");
  }
  assertEquals(await releaseCooled(db, { nowMs: AT.nowMs + HOUR_MS - 1 }), 0);
  const both = await Promise.all([
    releaseCooled(db, { nowMs: AT.nowMs + HOUR_MS }),
    releaseCooled(db, { nowMs: AT.nowMs + HOUR_MS }),
  ]);
  assertEquals(both.toSorted(), [0, 1]);
  assertEquals(await held(db), ["9", "1", "0"]);
  await assertSound(db);
});
