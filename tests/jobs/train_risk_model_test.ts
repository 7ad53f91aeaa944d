import { assertEquals, assertMatch } from "@std/assert";
import { type Database, latestJobRun, latestRiskModel } from "../../db/mod.ts";
import type { JobContext } from "../../jobs/context.ts";
import { runDueJob } from "../../jobs/run_due_jobs.ts";
import { trainRiskOnLedger } from "../../jobs/train_risk_model.ts";
import { restoreModel } from "../../ml/risk/stored_model.ts";
import { testDatabase } from "../helpers/database.ts";
import { postEconomy } from "../helpers/ledger_economy.ts";
import { simulateEconomy } from "../ml/risk/economy.ts";
import { DAY_MS, DAYS, START_MS } from "../ml/risk/people.ts";
import { jobContext } from "./job_context.ts";

const END_MS = START_MS + (DAYS + 5) * DAY_MS;

function storeTransfers(db: Database, count: number): Promise<void> {
  return postEconomy(db, simulateEconomy({ seed: 4, episodesOfAKind: 1 }).slice(0, count));
}

function contextAt(db: Database, nowMs: number): JobContext {
  return jobContext({ db, url: "http://127.0.0.1:9", now: () => nowMs });
}

Deno.test("with too few transfers no model is trained, and the run says why", async () => {
  await using db = await testDatabase();
  await storeTransfers(db, 20);
  const context = contextAt(db, END_MS);
  assertEquals(await runDueJob(context, "risk"), true);
  const run = await latestJobRun(db, "risk");
  assertEquals([run?.status, run?.result?.modelId], ["completed", null]);
  assertMatch(String(run?.result?.message), /^20 of the 500 transfers/);
  assertEquals(await latestRiskModel(db), null);
  assertEquals(await runDueJob(context, "risk"), false, "not due again within the hour");
  const later = contextAt(db, END_MS + 3_600_000);
  assertEquals(await runDueJob(later, "risk"), true, "due each hour until there is a model");
});

Deno.test("the ledger is learnt from once a night, and twice to the same model", async () => {
  await using db = await testDatabase();
  await storeTransfers(db, 900);
  const context = contextAt(db, END_MS);
  assertEquals(await runDueJob(context, "risk"), true);
  const first = await latestRiskModel(db);
  const model = await restoreModel(first!);
  assertEquals([first!.transfers, model.transfers], [900, 900]);
  const nextHour = contextAt(db, END_MS + 3_600_000);
  assertEquals(await runDueJob(nextHour, "risk"), false);
  const { modelId } = await trainRiskOnLedger(context);
  const second = await latestRiskModel(db);
  assertEquals([second?.id, second?.sha256], [modelId!, first!.sha256]);
});
