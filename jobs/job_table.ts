import { driftTrainingDueMs } from "../db/mod.ts";
import { checkAlerts } from "./alerts/check_alerts.ts";
import { hasHourArrived } from "./alerts/has_hour_arrived.ts";
import { backUpBySchedule } from "./back_up_database.ts";
import { chainNewTransactions } from "./chain_ledger.ts";
import { classifyMarketTendency } from "./classify_tendency.ts";
import { collectCandles } from "./collect_candles.ts";
import { deliverAlerts } from "./deliver_alerts.ts";
import type { RetryPolicy } from "./due.ts";
import type { Job, JobName } from "./job.ts";
import { keepErasures } from "./keep_erasures.ts";
import { pruneByRetention } from "./prune.ts";
import { publishForecasts } from "./publish_predictions.ts";
import { reconcile } from "./reconcile_ledger.ts";
import { releaseCooledCoins } from "./release_cooled_coins.ts";
import { repairGaps } from "./repair_gaps.ts";
import { retrainAndPublish } from "./retrain_and_publish.ts";
import { scorePredictions } from "./score_predictions.ts";
import { settleContests } from "./settle_contests.ts";
import { riskDueMs, trainRiskOnLedger } from "./train_risk_model.ts";
import { watchDrift } from "./watch_drift.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SOON: RetryPolicy = { firstPauseMs: MINUTE_MS, longestPauseMs: 15 * MINUTE_MS };
const LATER: RetryPolicy = { firstPauseMs: 10 * MINUTE_MS, longestPauseMs: 6 * HOUR_MS };

const EACH_MINUTE = () => "* * * * *";

/** The lane of what an hour brings, in order: each step works on what the one before has stored. */
const HOURLY = {
  lane: "market",
  schedule: ({ collectionSchedule }) => collectionSchedule,
  missed: "catch_up",
  retry: SOON,
  afterSetup: true,
} as const satisfies Partial<Job>;

const MARKET: readonly Job[] = [
  {
    ...HOURLY,
    name: "collect",
    title: "Collect candles",
    says: "Asks the exchange for the candles that are missing, the newest hour included.",
    work: (context, report) => collectCandles(context, { mode: "full" }, report),
  },
  {
    ...HOURLY,
    name: "repair",
    title: "Repair gaps",
    says: "Finds missing hours and asks the exchange for them again.",
    work: (context, report) => repairGaps(context, {}, report),
  },
  {
    ...HOURLY,
    name: "score",
    title: "Score forecasts",
    says: "Compares every forecast whose hour is over with what happened.",
    work: (context, report) => scorePredictions(context, {}, report),
  },
  {
    ...HOURLY,
    name: "settle",
    title: "Settle stakes",
    says: "Judges the rounds of staked forecasts that are over, and pays them out.",
    work: (context, report) => settleContests(context, {}, report),
  },
  {
    ...HOURLY,
    name: "publish",
    title: "Publish forecasts",
    says: "Forecasts every coin from the newest candles, and seals it in the book.",
    work: (context, report) => publishForecasts(context, {}, report),
  },
  {
    ...HOURLY,
    name: "tendency",
    title: "Market tendency",
    says: "Says in a word where the market as a whole is going.",
    work: (context) => classifyMarketTendency(context),
  },
  {
    ...HOURLY,
    name: "drift",
    title: "Watch drift",
    says: "Compares what the model is fed, and how it scores, with its training.",
    work: (context) => watchDrift(context),
  },
];

const LEDGER: readonly Job[] = [
  {
    name: "chain",
    title: "Chain the ledger",
    says: "Links finished transactions into the ledger's hash chain.",
    lane: "ledger",
    schedule: EACH_MINUTE,
    missed: "skip",
    retry: SOON,
    work: async (context) => ({ added: await chainNewTransactions(context) }),
  },
  {
    name: "reconcile",
    title: "Reconcile the ledger",
    says: "Reads the whole ledger and checks that every coin is where it says.",
    lane: "ledger",
    // Ten minutes after the hour's candles: it reads everything.
    schedule: () => "15 * * * *",
    missed: "skip",
    retry: SOON,
    work: (context) => reconcile(context),
  },
  {
    name: "release",
    title: "End cool-downs",
    says: "Makes unstaked coins available whose cool-down is over.",
    lane: "cool-down",
    schedule: EACH_MINUTE,
    missed: "skip",
    retry: SOON,
    work: async (context) => ({ released: await releaseCooledCoins(context) }),
  },
  {
    name: "risk",
    title: "Learn usual transfers",
    says: "Learns from the ledger what usual transfers look like; needs enough of them.",
    lane: "risk",
    // Each night, as habits change no faster; `riskDueMs` asks each hour until there is a model.
    schedule: () => "40 3 * * *",
    missed: "catch_up",
    retry: LATER,
    dueMs: riskDueMs,
    work: (context) => trainRiskOnLedger(context),
  },
];

/**
 * Every scheduled job. Adding one is adding a row here and its name to `JobName`: the claim on its
 * slot, the lease, retries, missed slots, history, log and the page of jobs come with it. A row's
 * work must be safe to be done again from the start, because a process can die anywhere in it.
 */
export const JOBS: readonly Job[] = [
  ...MARKET,
  {
    name: "train",
    title: "Train a model",
    says: "Trains a model, compares it with the naive forecast and the champion, and promotes it " +
      "only if it is no worse.",
    lane: "training",
    schedule: ({ retrainSchedule }) => retrainSchedule,
    missed: "catch_up",
    retry: LATER,
    afterSetup: true,
    dueMs: async ({ db }, scheduledMs) =>
      Math.max(scheduledMs, await driftTrainingDueMs(db) ?? scheduledMs),
    work: (context, report) => retrainAndPublish(context, {}, report),
  },
  {
    name: "alerts",
    title: "Watch the market",
    says: "Looks for moves and states that a rule of alerts asks for.",
    lane: "alerts",
    schedule: ({ alerts }) => alerts?.enabled ? alerts.schedule : null,
    // Its rules look back over hours: one late look sees what the missed slots came to.
    missed: "catch_up",
    retry: SOON,
    afterSetup: true,
    isReady: hasHourArrived,
    work: async (context) => {
      const found = await checkAlerts(context, { source: "hourly" });
      if (found.messages > 0) context.deliverSoon?.();
      return found;
    },
  },
  {
    name: "deliver",
    title: "Deliver messages",
    says:
      "Sends the messages that alerts have left in the outbox, and tries again those that failed.",
    lane: "deliver",
    schedule: ({ messaging }) => messaging ? EACH_MINUTE() : null,
    missed: "skip",
    retry: SOON,
    work: (context) => deliverAlerts(context),
  },
  ...LEDGER,
  {
    name: "prune",
    title: "Remove what is old",
    says: "Removes what is older than its retention; never the ledger, the book or candles.",
    lane: "prune",
    schedule: () => "20 3 * * *",
    // A machine that sleeps at night would never prune.
    missed: "catch_up",
    retry: LATER,
    work: (context) => pruneByRetention(context),
  },
  {
    name: "backup",
    title: "Back up the database",
    says:
      "Writes the whole database into one file, reads it back, tries it out by restoring it, and " +
      "removes backups that are too old.",
    lane: "backup",
    schedule: ({ backup }) => backup?.target ? backup.schedule : null,
    missed: "catch_up",
    retry: LATER,
    work: (context, report) => backUpBySchedule(context, report),
  },
  {
    name: "erasures",
    title: "Note erasures",
    says: "Notes outside of the database who was erased, for a restore; by a random number alone.",
    lane: "erasures",
    schedule: EACH_MINUTE,
    missed: "skip",
    retry: SOON,
    work: (context) => keepErasures(context),
  },
];

/** The row of a job. */
export function findJob(name: string): Job | undefined {
  return JOBS.find((job) => job.name === name);
}

/** The row of a job that is in the table. */
export function jobNamed(name: JobName): Job {
  return findJob(name)!;
}
