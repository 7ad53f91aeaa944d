import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type Database,
  latestJobRun,
  listModelAlerts,
  listModels,
  promoteModel,
} from "../../db/mod.ts";
import type { JobContext } from "../../jobs/context.ts";
import { HOUR_MS } from "../../jobs/hours.ts";
import { retrainModel } from "../../jobs/retrain_model.ts";
import { runDueTraining } from "../../jobs/run_due_jobs.ts";
import { watchDrift } from "../../jobs/watch_drift.ts";
import { smallMarket } from "./trained_market.ts";

const DAY_MS = 24 * HOUR_MS;

async function trainChampion(context: JobContext): Promise<string> {
  const { modelId } = await retrainModel(context, { quick: true, budgetMs: 15_000 });
  await promoteModel(context.db, { modelId, decision: "For this test." });
  return modelId;
}

/** Bins so far off that every input lies in the first one. */
async function distortReference(db: Database): Promise<void> {
  await db.sql(
    `update models set manifest = jsonb_set(jsonb_set(manifest, '{inputs,usual}', '0'),
       '{inputs,edges}', (select jsonb_agg(
          (select jsonb_agg(1e9 + n) from generate_series(1, jsonb_array_length(edges)) n))
        from jsonb_array_elements(manifest #> '{inputs,edges}') edges))`,
  );
}

async function storeOutcomes(db: Database, modelId: string, nowMs: number, in90: number) {
  await db.sql("delete from score_days");
  for (let day = 1; day <= 20; day++) {
    const loss = 5 + (day % 3);
    await db.sql(
      `insert into score_days (day, crypto_id, model_id, horizon_hours, forecasts, scored, hits,
         misses, in_50, in_80, with_80, in_90, with_naive, naive_in_90, error, naive_error, pinball,
         naive_pinball, winkler_90, naive_winkler_90)
       values ($1, 1, $2, 6, 100, 100, 50, 50, 50, 80, 100, $3, 100, 90, 1, 1, $4, $4, 1, 1)`,
      [new Date(nowMs - day * DAY_MS).toISOString().slice(0, 10), modelId, in90, loss],
    );
  }
}

Deno.test("without a model there is nothing to watch", async () => {
  await using market = await smallMarket();
  const check = await watchDrift(market.context);
  assertEquals([check.modelId, check.inputs, check.open], [null, null, []]);
  assertMatch(check.message, /No model/);
});

Deno.test("inputs unlike those of training raise one alert, and one training that ends it", async () => {
  await using market = await smallMarket();
  const { context, db, clock } = market;
  const modelId = await trainChampion(context);
  const steady = await watchDrift(context);
  assertEquals(steady.open, [], steady.message);
  assert(steady.inputs!.psi <= steady.inputs!.threshold);
  assertEquals(steady.outcomes.days, 0);
  assertEquals(steady.inputs!.rows, 4 * 168);

  await distortReference(db);
  const drifted = await watchDrift(context);
  assertEquals(drifted.open, ["inputs"]);
  assertMatch(drifted.message, /further from those of training .* bound 0\.25/);
  clock.nowMs += 60_000;
  await watchDrift(context);
  const alerts = await listModelAlerts(db);
  assertEquals(alerts.map((one) => [one.modelId, one.kind]), [[modelId, "inputs"]]);
  assertEquals(market.log.lines.filter((line) => line.level === "warn").length, 1);

  // The schedule has nothing due: this is the alert's doing.
  await db.sql("delete from job_runs");
  await db.sql(
    `insert into job_runs (job, slot, owner, lease_until, attempt, status, progress, started_at)
     values ('train', to_timestamp($1::float8 / 1000), 'x', now(), 1, 'completed', '{}', now())`,
    [alerts[0]!.retrainAtMs! - 1000],
  );
  const quick = { ...context, config: { ...context.config, trainingBudgetMs: 10_000 } };
  assertEquals(await runDueTraining(quick), true);
  assertEquals((await latestJobRun(db, "train"))?.slotMs, alerts[0]!.retrainAtMs);
  assertEquals(await runDueTraining(quick), false, "once");
  const trained = (await listModels(db)).find((one) => one.id !== modelId)!;
  if (trained.status !== "champion") await promoteModel(db, { modelId: trained.id, decision: "" });
  assertEquals((await watchDrift(context)).open, []);
  assert((await listModelAlerts(db)).every((one) => one.endedAtMs !== null));
});

Deno.test("ranges that miss too often raise an alert of their own, within bounds they end it", async () => {
  await using market = await smallMarket();
  const { context, db, clock } = market;
  const modelId = await trainChampion(context);
  await storeOutcomes(db, modelId, clock.nowMs, 60);
  const missed = await watchDrift(context);
  assertEquals(missed.open, ["coverage"]);
  assertMatch(missed.message, /contained 60\.0 % of the outcomes of 20 days; below 74\.4 %/);
  assertEquals(missed.outcomes.forecasts, 2000);
  await storeOutcomes(db, modelId, clock.nowMs, 75);
  assertEquals((await watchDrift(context)).open, ["coverage"], "near the bound it lasts");
  await storeOutcomes(db, modelId, clock.nowMs, 90);
  assertEquals((await watchDrift(context)).open, []);
  const [alert] = await listModelAlerts(db);
  assertEquals(alert!.endedAtMs, clock.nowMs);
  await storeOutcomes(db, modelId, clock.nowMs, 60);
  await watchDrift(context);
  const [again] = await listModelAlerts(db);
  assertEquals(again!.retrainAtMs, null, "a training was made due within the day");
});
