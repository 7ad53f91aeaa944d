import {
  type Cryptocurrency,
  finishCollectionRun,
  interruptStaleRuns,
  startCollectionRun,
  updateCollectionRun,
} from "../db/mod.ts";
import { type CollectionInput, type CollectionPlan, planCollection } from "./collection_scope.ts";
import type { JobContext, JobProgress, ReportProgress } from "./context.ts";
import { type CoinFailures, createCoinFailures } from "./coin_failures.ts";
import { ensureExchangeSource } from "./exchange_source.ts";
import { forEachConcurrently } from "./for_each_concurrently.ts";
import { createProgressMeter, createThrottle } from "./progress_meter.ts";
import { recordNewGaps } from "./record_new_gaps.ts";
import { repairGaps } from "./repair_gaps.ts";
import { selectUniverse } from "./select_universe.ts";
import { storeBundle } from "./store_bundle.ts";

export type { CollectionInput } from "./collection_scope.ts";

export interface CollectionResult {
  readonly runId: string;
  readonly status: "completed" | "interrupted";
  readonly coins: number;
  /** Rows inserted or changed. */
  readonly recordsWritten: number;
  readonly quarantined: number;
  /** Gaps on record for the first time. */
  readonly newGaps: number;
  /** Coins that could not be collected, with the reason; the others were. */
  readonly failures: readonly { readonly symbol: string; readonly reason: string }[];
}

/** While one bundle is being stored the others are being fetched. */
const BUNDLES_AT_ONCE = 4;
const STALE_AFTER_MS = 30_000;
const REPORT_EVERY_MS = 500;

/**
 * One collection run: chooses the universe, fetches what is missing and stores it. What a killed or
 * stopped run has stored is kept, and the next one goes on from there. An error of one coin is
 * recorded and the others go on; a barred address or a lost exchange ends the run.
 * @throws ExchangeError or Error with one plain sentence; the run is stored as failed with it.
 */
export async function collectCandles(
  context: JobContext,
  input: CollectionInput,
  report: ReportProgress = () => {},
): Promise<CollectionResult> {
  const { db } = context;
  await interruptStaleRuns(db, { nowMs: context.now(), olderThanMs: STALE_AFTER_MS });
  const runId = input.runId ??
    (await startCollectionRun(db, { ...input, startedAtMs: context.now() })).id;
  const status = openStatus(context, runId, report);
  try {
    const result = await runMode(context, { ...input, runId }, status.report);
    const error = result.failures.map((f) => `${f.symbol}: ${f.reason}`).join(" ") || null;
    await status.settle();
    await finishCollectionRun(db, {
      id: runId,
      nowMs: context.now(),
      status: result.status,
      error,
    });
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const ended = context.signal.aborted ? "interrupted" : "failed";
    await status.settle();
    await finishCollectionRun(db, {
      id: runId,
      nowMs: context.now(),
      status: ended,
      error: reason,
    });
    throw error;
  }
}

type RunningInput = CollectionInput & { readonly runId: string };
type ReportRun = (progress: JobProgress, addRecords: number) => void;

/** Writes progress to the run about twice a second, in order, whatever the pace of the work. */
function openStatus(context: JobContext, runId: string, report: ReportProgress) {
  const due = createThrottle(REPORT_EVERY_MS, () => performance.now());
  let pending = 0;
  let latest: JobProgress | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    const update = {
      id: runId,
      nowMs: context.now(),
      addRecords: pending,
      ...(latest && { progress: latest }),
    };
    pending = 0;
    writing = writing.then(() => updateCollectionRun(context.db, update));
    return writing;
  };
  // A quiet exchange must not look like a dead process: the heartbeat goes on by itself.
  const heartbeat = setInterval(() => write().catch(() => {}), 5_000);
  return {
    report: (progress: JobProgress, addRecords: number) => {
      latest = progress;
      pending += addRecords;
      if (!due()) return;
      report(progress);
      write().catch((error) => context.log.warn("Progress was not stored", { error: `${error}` }));
    },
    async settle() {
      clearInterval(heartbeat);
      if (latest) report(latest);
      await write();
    },
  };
}

async function runMode(
  context: JobContext,
  input: RunningInput,
  report: ReportRun,
): Promise<CollectionResult> {
  const universe = await selectUniverse(context, { also: input.symbols });
  const coins = onlyAsked(universe.rows, input.symbols);
  if (input.mode === "repair") return await runRepair(context, input, coins, report);
  const failures = createCoinFailures(context);
  const plan = await planCollection(context, coins, { ...input, mode: input.mode }, failures);
  const counts = await fetchAndStore(context, plan, { input, failures, report });
  const newGaps = context.signal.aborted ? 0 : await recordNewGaps(context, plan.ranges);
  return {
    runId: input.runId,
    status: context.signal.aborted ? "interrupted" : "completed",
    coins: plan.ranges.length,
    ...counts,
    newGaps,
    failures: failures.list(),
  };
}

function onlyAsked(
  rows: readonly Cryptocurrency[],
  symbols: readonly string[] | undefined,
): readonly Cryptocurrency[] {
  if (!symbols || symbols.length === 0) return rows.filter((row) => row.isTracked);
  return rows.filter((row) => symbols.includes(row.symbol));
}

async function runRepair(
  context: JobContext,
  input: RunningInput,
  coins: readonly Cryptocurrency[],
  report: ReportRun,
): Promise<CollectionResult> {
  const symbols = coins.map((coin) => coin.symbol);
  const repaired = await repairGaps(
    context,
    { fromMs: input.fromMs, toMs: input.toMs, symbols, runId: input.runId },
    (progress) => report(progress, 0),
  );
  return {
    runId: input.runId,
    status: context.signal.aborted ? "interrupted" : "completed",
    coins: coins.length,
    recordsWritten: repaired.candles,
    quarantined: 0,
    newGaps: repaired.newGaps,
    failures: repaired.failures,
  };
}

async function fetchAndStore(
  context: JobContext,
  plan: CollectionPlan,
  options: {
    readonly input: RunningInput;
    readonly failures: CoinFailures;
    readonly report: ReportRun;
  },
): Promise<{ recordsWritten: number; quarantined: number }> {
  const { failures, report } = options;
  const total = plan.bundles.reduce((sum, bundle) => sum + bundle.hours, 0);
  const meter = createProgressMeter({ total, unit: "candles", now: () => performance.now() });
  const provenance = {
    sourceId: await ensureExchangeSource(context),
    runId: options.input.runId,
  };
  let recordsWritten = 0;
  let quarantined = 0;
  report(meter.read("Collecting candles"), 0);
  await forEachConcurrently(plan.bundles, BUNDLES_AT_ONCE, async (bundle) => {
    const { symbol } = bundle.coin;
    if (context.signal.aborted || failures.has(symbol)) return meter.add(bundle.hours);
    const stored = await failures.guard(symbol, () => storeBundle(context, bundle, provenance));
    meter.add(bundle.hours);
    recordsWritten += stored?.written ?? 0;
    quarantined += stored?.quarantined ?? 0;
    report(meter.read(`Collecting candles of ${symbol}`, symbol), stored?.written ?? 0);
  });
  report(meter.read(`Collected ${plan.ranges.length} coins`), 0);
  return { recordsWritten, quarantined };
}
