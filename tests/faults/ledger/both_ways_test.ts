import { assertEquals } from "@std/assert";
import { mintCoins, openLedger, quickSend, verifyLedger } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

const SECONDS = Deno.env.get("SOAK") === "1" ? 60 : 3;
const WORKERS = 64;
const AT = { nowMs: Date.UTC(2026, 0, 1), createdBy: "test" };

Deno.test(`${WORKERS} workers send both ways between two accounts for ${SECONDS} s: no deadlock reaches them`, async () => {
  await using db = await testDatabase({ poolSize: 16 });
  await openLedger(db, { initialSupply: "1000000", nowMs: AT.nowMs });
  await mintCoins(db, { ...AT, userId: "alice", amount: "10000" });
  await mintCoins(db, { ...AT, userId: "bob", amount: "10000" });
  const until = performance.now() + SECONDS * 1000;
  let sent = 0;
  const work = async (_: unknown, worker: number) => {
    const [fromUser, toUser] = worker % 2 === 0 ? ["alice", "bob"] : ["bob", "alice"];
    while (performance.now() < until) {
      await quickSend(db, { ...AT, fromUser, toUser, amount: "0.01", fee: "0.00005" });
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  const [deadlocks] = await db.sql<{ count: number }>(
    "select deadlocks as count from pg_stat_database where datname = current_database()",
  );
  const { ok, checked, firstWrong } = await verifyLedger(db);
  assertEquals({ ok, firstWrong }, { ok: true, firstWrong: undefined });
  assertEquals(checked.transactions, sent + 2);
  console.log(
    `${sent} sends, ${Math.round(sent / SECONDS)} a second, ${deadlocks?.count} deadlocks`,
  );
});
