import { driftTrainingDueMs, latestJobRun } from "../db/mod.ts";
import { classifyMarketTendency } from "./classify_tendency.ts";
import { collectCandles } from "./collect_candles.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { isAlive, type LastRun, latestSlot, type RetryPolicy, slotToClaim } from "./due.ts";
import { publishForecasts } from "./publish_predictions.ts";
import { repairGaps } from "./repair_gaps.ts";
import { retrainModel } from "./retrain_model.ts";
import { type JobName, runClaimed } from "./run_claimed.ts";
import { scorePredictions } from "./score_predictions.ts";
import { settleContests } from "./settle_contests.ts";
import { watchDrift } from "./watch_drift.ts";

const MINUTE_MS = 60_000;
const HOURLY_RETRY: RetryPolicy = { firstPauseMs: MINUTE_MS, longestPauseMs: 15 * MINUTE_MS };
const TRAINING_RETRY: RetryPolicy = {
  firstPauseMs: 10 * MINUTE_MS,
  longestPauseMs: 360 * MINUTE_MS,
};

type Work = (context: JobContext, report: ReportProgress) => Promise<unknown>;

/** What an hour brings, in order: each step works on what the one before has stored. */
const HOURLY_CHAIN: readonly { readonly job: JobName; readonly work: Work }[] = [
  { job: "collect", work: (context, report) => collectCandles(context, { mode: "full" }, report) },
  { job: "repair", work: (context, report) => repairGaps(context, {}, report) },
  { job: "score", work: (context, report) => scorePredictions(context, {}, report) },
  { job: "settle", work: (context, report) => settleContests(context, {}, report) },
  { job: "publish", work: (context, report) => publishForecasts(context, {}, report) },
  { job: "tendency", work: (context) => classifyMarketTendency(context) },
  { job: "drift", work: (context) => watchDrift(context) },
];

/**
 * Runs the steps of the hourly chain that are due and that no other process has. A step that fails is
 * stored as failed and the next one still runs: forecasts from the candles at hand are better than
 * none. A step that another process is working on ends this pass, so that order is kept over all of
 * them. Resolves to the jobs that ran.
 */
export async function runDueJobs(context: JobContext): Promise<JobName[]> {
  const ran: JobName[] = [];
  for (const { job, work } of HOURLY_CHAIN) {
    if (context.signal.aborted) break;
    const last = await lastRun(context, job);
    if (last !== null && isAlive(last, context.now())) break;
    const dueMs = latestSlot(context.config.collectionSchedule, context.now());
    const slotMs = slotToClaim(last, dueMs, context.now(), HOURLY_RETRY);
    if (slotMs === null) continue;
    const outcome = await runClaimed(context, { job, slotMs }, (report) => work(context, report));
    if (outcome.status === "taken" || outcome.status === "stopped") break;
    ran.push(job);
  }
  return ran;
}

/**
 * Trains when the retraining schedule or the drift watch says so, or when no training ever ended well,
 * and publishes forecasts of the new model at once. Resolves to true when a training ran here.
 */
export async function runDueTraining(
  context: JobContext,
  options: { readonly budgetMs?: number } = {},
): Promise<boolean> {
  const last = await lastRun(context, "train");
  const scheduledMs = latestSlot(context.config.retrainSchedule, context.now());
  const dueMs = Math.max(scheduledMs, await driftTrainingDueMs(context.db) ?? scheduledMs);
  const slotMs = slotToClaim(last, dueMs, context.now(), TRAINING_RETRY);
  if (slotMs === null || context.signal.aborted) return false;
  const outcome = await runClaimed(
    context,
    { job: "train", slotMs },
    (report) => retrainModel(context, options, report),
  );
  if (outcome.status === "completed" && outcome.result?.promoted) await publishNow(context);
  return outcome.status !== "taken";
}

/** Publishes outside the schedule, recorded like any other run. */
export async function publishNow(context: JobContext): Promise<void> {
  await runClaimed(
    context,
    { job: "publish", slotMs: context.now() },
    (report) => publishForecasts(context, {}, report),
  );
}

async function lastRun(context: JobContext, job: JobName): Promise<LastRun | null> {
  return await latestJobRun(context.db, job);
}
