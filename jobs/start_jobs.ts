import { latestCollectionRun, startCollectionRun } from "../db/mod.ts";
import { rehearseAlerts } from "./alerts/rehearse_alerts.ts";
import { runDueAlerts } from "./alerts/run_due_alerts.ts";
import { collectCandles } from "./collect_candles.ts";
import type { CollectionMode, JobContext, JobsPort } from "./context.ts";
import { isPrepared, prepareMarket } from "./prepare_market.ts";
import { runDuePrune } from "./prune.ts";
import { runDueReconciliation } from "./reconcile_ledger.ts";
import { releaseCooledCoins } from "./release_cooled_coins.ts";
import { rollBackAndPublish, RollbackRefusedError } from "./rollback_model.ts";
import { runDueJobs, runDueTraining } from "./run_due_jobs.ts";
import { startSchedule } from "./schedule.ts";
import { runDueRiskTraining } from "./train_risk_model.ts";

/** A collection whose heartbeat is older belongs to a process that died. */
const HEARTBEAT_MS = 30_000;

/**
 * Starts the scheduled work of this process and returns what the server may ask of it. The hourly
 * chain and training run in two lanes, so that a long training does not hold up the candles.
 */
export function startJobs(outer: JobContext): JobsPort {
  const stopping = new AbortController();
  const signal = AbortSignal.any([outer.signal, stopping.signal]);
  const context: JobContext = { ...outer, signal };
  const lanes = createLanes((name, error) => {
    const reason = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) context.log.error(`${name} failed: ${reason}`, { error: reason });
  });
  startSchedule(context, () => wake(context, lanes));
  return {
    triggerCollection: (input) =>
      lanes.exclusive("trigger", () => triggerCollection(context, lanes, input)),
    rollbackModel: (input) =>
      lanes.exclusive("rollback", () => rollBackOrSayWhyNot(context, input)),
    // One after the other: a replay of years keeps a core busy.
    rehearseAlerts: (input) => lanes.exclusive("rehearsal", () => rehearseAlerts(context, input)),
    async stop() {
      stopping.abort(new Error("The server is stopping."));
      await lanes.idle();
    },
  };
}

async function wake(context: JobContext, lanes: Lanes): Promise<void> {
  if (context.signal.aborted) return;
  lanes.start("risk", () => runDueRiskTraining(context));
  lanes.start("prune", () => runDuePrune(context));
  lanes.start("ledger", () => runDueReconciliation(context));
  lanes.start("cool-down", () => releaseCooledCoins(context));
  if (await isPrepared(context)) {
    lanes.start("market", () => runDueJobs(context));
    lanes.start("training", () => runDueTraining(context));
    lanes.start("alerts", () => runDueAlerts(context));
    return;
  }
  lanes.start("training", () => lanes.start("market", () => prepareMarket(context)));
}

async function rollBackOrSayWhyNot(context: JobContext, input: { modelId?: string }) {
  try {
    return await rollBackAndPublish(context, input);
  } catch (error) {
    if (error instanceof RollbackRefusedError) return { refused: error.message };
    throw error;
  }
}

async function triggerCollection(
  context: JobContext,
  lanes: Lanes,
  input: { mode: CollectionMode; fromMs?: number; toMs?: number },
): Promise<{ runId: string; status: string }> {
  const latest = await latestCollectionRun(context.db);
  const fresh = latest !== null && latest.status === "running" &&
    context.now() - latest.heartbeatAtMs < HEARTBEAT_MS;
  if (fresh) return { runId: latest.id, status: latest.status };
  const run = await startCollectionRun(context.db, { ...input, startedAtMs: context.now() });
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
