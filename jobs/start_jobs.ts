import { findJobRun, runningJob, startOnlyCollectionRun } from "../db/mod.ts";
import { RehearsalRefusedError, rehearseAlerts } from "./alerts/rehearse_alerts.ts";
import { collectCandles } from "./collect_candles.ts";
import type { CollectionMode, JobContext, JobsPort, RehearsalInput } from "./context.ts";
import { deliverAlerts } from "./deliver_alerts.ts";
import { describeJobs } from "./describe_jobs.ts";
import type { Job } from "./job.ts";
import { findJob, jobNamed, JOBS } from "./job_table.ts";
import { keepErasures } from "./keep_erasures.ts";
import { followLivePrices } from "./live_prices.ts";
import { isPrepared, prepareMarket, trainsHere } from "./prepare_market.ts";
import { rollBackAndPublish, RollbackRefusedError } from "./rollback_model.ts";
import { beginRun, holdRun } from "./run_claimed.ts";
import { runLane } from "./run_due_jobs.ts";
import { startSchedule } from "./schedule.ts";
import { sharedNow } from "./shared_clock.ts";

const TRAINING_LANE = jobNamed("train").lane;

/** A collection whose heartbeat is older belongs to a process that died. */
const HEARTBEAT_MS = 30_000;

/**
 * Starts the scheduled work of this process and returns what the server may ask of it. The hourly
 * chain and training run in two lanes, so that a long training does not hold up the candles.
 */
export function startJobs(outer: JobContext): JobsPort {
  const stopping = new AbortController();
  const signal = AbortSignal.any([outer.signal, stopping.signal]);
  const lanes = createLanes((name, error) => {
    const reason = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) outer.log.error(`${name} failed: ${reason}`, { error: reason });
  });
  const deliverSoon = () => void lanes.start("deliver now", () => deliverAlerts(context));
  const context: JobContext = { ...outer, signal, deliverSoon };
  // Who leaves jobs to workers may not be let write to where backups are.
  const keepErasuresSoon = () => {
    if (context.config.runJobs !== "none") lanes.start("erasures", () => keepErasures(context));
  };
  startSchedule(context, () => wake(context, lanes));
  lanes.start("live prices", () => followLivePrices(context));
  return {
    triggerCollection: (input) =>
      lanes.exclusive("trigger", () => triggerCollection(context, lanes, input)),
    rollbackModel: (input) =>
      lanes.exclusive("rollback", () => rollBackOrSayWhyNot(context, input)),
    // One after the other: a replay of years keeps a core busy.
    rehearseAlerts: (input) =>
      lanes.exclusive("rehearsal", () => rehearseOrSayWhyNot(context, input)),
    listJobs: () => describeJobs(context),
    runJobNow: (input) => runJobNow(context, lanes, input),
    deliverSoon,
    keepErasuresSoon,
    async stop() {
      stopping.abort(new Error("The server is stopping."));
      await lanes.idle();
    },
  };
}

/** The lanes with work that has sense before the first forecasts are there, and the others. */
const EARLY_LANES = lanesOf((job) => !job.afterSetup);
const LATE_LANES = lanesOf((job) => job.afterSetup === true);

function lanesOf(keep: (job: Job) => boolean): readonly string[] {
  return [...new Set(JOBS.filter(keep).map((job) => job.lane))];
}

async function wake(context: JobContext, lanes: Lanes): Promise<void> {
  if (context.signal.aborted || context.config.runJobs === "none") return;
  const start = (lane: string) => void lanes.start(lane, () => runLane(context, lane));
  EARLY_LANES.forEach(start);
  if (await isPrepared(context)) {
    return LATE_LANES.filter((lane) => lane !== TRAINING_LANE || trainsHere(context)).forEach(
      start,
    );
  }
  lanes.start("training", () => lanes.start("market", () => prepareMarket(context)));
}

async function runJobNow(
  context: JobContext,
  lanes: Lanes,
  input: { readonly job: string; readonly runId?: string },
): ReturnType<JobsPort["runJobNow"]> {
  const job = findJob(input.job);
  if (job === undefined) return { refused: `There is no job "${input.job}".` };
  if (job.lane === TRAINING_LANE && !trainsHere(context)) {
    return { refused: "This server leaves training to a worker (RUN_JOBS)." };
  }
  const failed = input.runId === undefined ? null : await findJobRun(context.db, input.runId);
  if (input.runId !== undefined && (failed?.job !== job.name || failed.status !== "failed")) {
    return { refused: "Only a failed run of this job can be run again." };
  }
  const slotMs = failed?.slotMs ?? await sharedNow(context);
  const run = await beginRun(context, { job: job.name, slotMs, asked: true });
  if (run === null) {
    const running = await runningJob(context.db, job.name);
    if (running !== null) return { runId: running.id, status: "running" };
    return { refused: "Another process has just run it. Look at its runs." };
  }
  lanes.start(
    `run ${run.id}`,
    () => holdRun(context, run, (report, own) => job.work(own, report)),
  );
  return { runId: run.id, status: "started" };
}

async function rollBackOrSayWhyNot(context: JobContext, input: { modelId?: string }) {
  try {
    return await rollBackAndPublish(context, input);
  } catch (error) {
    if (error instanceof RollbackRefusedError) return { refused: error.message };
    throw error;
  }
}

async function rehearseOrSayWhyNot(context: JobContext, input: RehearsalInput) {
  try {
    return await rehearseAlerts(context, input);
  } catch (error) {
    if (error instanceof RehearsalRefusedError) return { refused: error.message };
    throw error;
  }
}

async function triggerCollection(
  context: JobContext,
  lanes: Lanes,
  input: { mode: CollectionMode; fromMs?: number; toMs?: number },
): Promise<{ runId: string; status: string }> {
  const { run, isNew } = await startOnlyCollectionRun(context.db, {
    ...input,
    nowMs: context.now(),
    aliveMs: HEARTBEAT_MS,
  });
  if (!isNew) return { runId: run.id, status: run.status };
  lanes.start(`collection ${run.id}`, () => collectCandles(context, { ...input, runId: run.id }));
  return { runId: run.id, status: "running" };
}

type Lanes = ReturnType<typeof createLanes>;

/** Named lanes: each does one thing at a time; what comes while it is busy is left for the next wake. */
function createLanes(onError: (name: string, error: unknown) => void) {
  const busy = new Map<string, Promise<unknown>>();
  function start(name: string, work: () => Promise<unknown> | undefined): Promise<unknown> {
    const running = busy.get(name);
    if (running) return running;
    const done = Promise.resolve().then(work).catch((error) => onError(name, error))
      .finally(() => busy.delete(name));
    busy.set(name, done);
    return done;
  }
  async function exclusive<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    while (busy.has(name)) await busy.get(name);
    const result = work();
    busy.set(name, result.catch(() => undefined).finally(() => busy.delete(name)));
    return await result;
  }
  async function idle(): Promise<void> {
    while (busy.size > 0) await Promise.all(busy.values());
  }
  return { start, exclusive, idle };
}
