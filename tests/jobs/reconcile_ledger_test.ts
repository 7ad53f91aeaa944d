import { assertEquals } from "@std/assert";
import { latestJobRun, latestReconciliation, mintCoins, openLedger } from "../../db/mod.ts";
import { runLane } from "../../jobs/run_due_jobs.ts";
import { testDatabase } from "../helpers/database.ts";
import { jobContext, keepingLog } from "./job_context.ts";

const HOUR_MS = 3_600_000;

Deno.test("the ledger is reconciled once an hour, and a wrong one is said loudly", async () => {
  await using db = await testDatabase();
  let nowMs = Date.UTC(2026, 10, 21, 12, 15);
  const log = keepingLog();
  const context = jobContext({ db, url: "http://127.0.0.1:9", now: () => nowMs, log });
  await openLedger(db, { initialSupply: "1000", nowMs });
  await mintCoins(db, { nowMs, createdBy: "test", userId: "alice", amount: "5" });
  assertEquals(await runLane(context, "ledger"), ["chain", "reconcile"]);
  assertEquals(await runLane(context, "ledger"), []);
  assertEquals((await latestReconciliation(db))?.ok, true);
  assertEquals((await latestReconciliation(db))?.headPosition, 1);

  await db.transaction(async (tx) => {
    await tx.sql("set local session_replication_role = replica");
    await tx.sql("update ledger_accounts set balance = 6 where owner = 'alice'");
  });
  nowMs += HOUR_MS;
  assertEquals(await runLane(context, "ledger"), ["chain", "reconcile"]);
  const latest = await latestReconciliation(db);
  assertEquals([latest?.ok, latest?.supply], [false, "1001"]);
  const loud = log.lines.filter(({ level }) => level === "error");
  assertEquals(loud.map(({ message }) => message), [`The ledger is wrong. ${latest?.firstWrong}`]);
  assertEquals((await latestJobRun(db, "reconcile"))?.result?.ok, false);
});
