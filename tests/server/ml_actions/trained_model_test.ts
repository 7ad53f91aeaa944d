import { assert, assertEquals, assertMatch } from "@std/assert";
import { trainRiskOnLedger } from "../../../jobs/train_risk_model.ts";
import type { AnalyzeAnswer } from "../../../server/ml_actions/schema.ts";
import { testDatabase } from "../../helpers/database.ts";
import { postEconomy } from "../../helpers/ledger_economy.ts";
import { jobContext } from "../../jobs/job_context.ts";
import { simulateEconomy } from "../../ml/risk/economy.ts";
import { startTestApp } from "../app_for_tests.ts";
import { coinClient } from "../coins/coin_client.ts";

const MINUTE_MS = 60_000;
/** What {@link postEconomy} opens the ledger with. */
const SUPPLY = { INITIAL_COIN_SUPPLY: "1000000000000" };

Deno.test("a model trained on the ledger is taken up, and a broken one is not", async () => {
  await using db = await testDatabase();
  const transfers = simulateEconomy({ seed: 6, episodesOfAKind: 0 }).slice(0, 1500);
  await postEconomy(db, transfers);
  const clock = { nowMs: transfers.at(-1)!.atMs + MINUTE_MS };
  await using server = await startTestApp(db, { now: () => clock.nowMs, env: SUPPLY });
  const { fromUser: from_user, toUser: to_user, amount } = transfers.at(-1)!;
  const analyze = async () => {
    const body = { from_user, to_user, amount };
    const answer = await coinClient(server).post<AnalyzeAnswer>("/ml/analyze-transaction", body);
    return answer.body;
  };
  const cold = await analyze();
  assertEquals([cold.analysis.cold_start, cold.analysis.model_id], [true, null]);
  const context = jobContext({ db, url: "http://127.0.0.1:9", now: () => clock.nowMs });
  const { modelId } = await trainRiskOnLedger(context);
  assertEquals((await analyze()).analysis.model_id, null, "looked for once a minute");
  clock.nowMs += MINUTE_MS;
  const warm = await analyze();
  assertEquals(warm.analysis.model_id, `risk-${modelId}`);
  assert(warm.confidence > cold.confidence);

  await trainRiskOnLedger(context);
  await db.sql("update risk_models set document = document || ' ' where id <> $1", [modelId]);
  clock.nowMs += MINUTE_MS;
  assertEquals((await analyze()).analysis.model_id, `risk-${modelId}`, "the one before stays");
  assert(server.lines.some(({ message }) => /does not match its checksum/.test(message)));
  await using restarted = await startTestApp(db, { now: () => clock.nowMs, env: SUPPLY });
  const after = await coinClient(restarted).post<AnalyzeAnswer>("/ml/analyze-transaction", {
    ...{ from_user, to_user, amount },
  });
  assertMatch(after.body.analysis.cold_start_reason ?? "", /rests on rules alone/);
});
