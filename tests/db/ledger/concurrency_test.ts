import { assert, assertEquals } from "@std/assert";
import {
  type Database,
  mintCoins,
  quickSend,
  readBalance,
  readCoinTotals,
  retryConflicts,
} from "../../../db/mod.ts";
import { assertSound, AT, openedLedger } from "./ledger_for_tests.ts";

Deno.test("transfers both ways between two accounts end without a deadlock", async () => {
  await using db = await openedLedger({ alice: "1000", bob: "1000" }, { poolSize: 16 });
  let left = 400;
  let isOver = false;
  const worker = async (fromUser: string, toUser: string) => {
    while (left-- > 0) {
      await quickSend(db, { ...AT, fromUser, toUser, amount: "0.5", fee: "0.0025" });
    }
  };
  const watch = async () => {
    for (let seen = 0; !isOver; seen++) assertEquals((await readCoinTotals(db)).total, "1000000");
  };
  const watching = watch();
  await Promise.all(
    Array.from({ length: 32 }, (_, at) => at % 2 ? worker("alice", "bob") : worker("bob", "alice")),
  );
  isOver = true;
  await watching;
  const [deadlocks] = await db.sql<{ count: number }>(
    "select deadlocks as count from pg_stat_database where datname = current_database()",
  );
  assertEquals(deadlocks?.count, 0);
  assertEquals((await readCoinTotals(db)).fees, "1");
  await assertSound(db);
});

Deno.test("a first coin for many at once opens each account once", async () => {
  await using db = await openedLedger({}, { poolSize: 10 });
  await Promise.all(
    Array.from(
      { length: 60 },
      (_, at) => mintCoins(db, { ...AT, userId: `person${at % 6}`, amount: "1" }),
    ),
  );
  for (let at = 0; at < 6; at++) {
    assertEquals((await readBalance(db, `person${at}`))?.balance, "10");
  }
  await assertSound(db);
});

/** The same database, but the first answer is lost after the commit. */
function losingOneAnswer(db: Database): Database {
  let isLost = false;
  return {
    ...db,
    async sql(text, params) {
      const rows = await db.sql(text, params) as never;
      if (isLost) return rows;
      isLost = true;
      throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    },
  };
}

Deno.test("an answer that is lost after the commit is asked for again where a key makes it safe", async () => {
  await using db = await openedLedger({ alice: "10", bob: "1" });
  const send = { ...AT, fromUser: "alice", toUser: "bob", amount: "1", fee: "0" };
  const idempotency = { scope: "person:alice", key: "k", requestHash: "h" };
  const healed = await quickSend(losingOneAnswer(db), { ...send, idempotency });
  assertEquals([healed.replayed, healed.transaction.status], [true, "completed"]);
  assertEquals((await readBalance(db, "alice"))?.balance, "9");
  // Without a key nobody can tell whether it was done: the caller is told that the answer is lost.
  const lost = await quickSend(losingOneAnswer(db), send).catch((error: Error) => error);
  assert(lost instanceof Error && lost.message === "read ECONNRESET");
  assertEquals((await readBalance(db, "alice"))?.balance, "8");
});

Deno.test("a deadlock is tried again five times and no more", async () => {
  let tries = 0;
  const deadlock = Object.assign(new Error("deadlock detected"), { code: "40P01" });
  const work = (failures: number) => () => {
    tries++;
    return tries <= failures ? Promise.reject(deadlock) : Promise.resolve("done");
  };
  assertEquals(await retryConflicts(work(5)), "done");
  tries = 0;
  assertEquals(await retryConflicts(work(6)).catch((error: Error) => error), deadlock);
});
