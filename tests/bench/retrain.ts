import { migrate, openDatabase } from "../../db/mod.ts";
import type { JobProgress } from "../../jobs/context.ts";
import { retrainModel } from "../../jobs/retrain_model.ts";
import { featureNames } from "../../ml/features/feature_set.ts";
import { trainingOptionsSchema } from "../../ml/training/options.ts";
import { HOUR_MS, START_MS } from "../helpers/market_rows.ts";
import { jobContext } from "../jobs/job_context.ts";
import type { BenchRow } from "./bench_row.ts";
import { fillCandles } from "./fill_candles.ts";
import { torchStepMs } from "./training.ts";

const COINS = 50;
const HOURS = 2 * 365 * 24;
const TARGET_S = 600;
/** What a scheduled training may take by itself (jobs/retrain_model.ts). */
const BUDGET_S = 540;

/**
 * A whole scheduled retraining of fifty coins and two years of hours, from stored candles to the decision:
 * reading, features, training in its Worker, judging, export. Random walks teach nothing, so it may stop
 * early; the second figure is what it takes where nothing stops it before its time is up.
 */
export async function retrainBench(log: (line: string) => void = () => {}): Promise<BenchRow[]> {
  const dataDir = await Deno.makeTempDir();
  const db = await openDatabase({ dataDir, poolSize: 5 });
  try {
    await migrate(db);
    log(`filling ${COINS} coins × ${HOURS} hours`);
    const symbols = Array.from({ length: COINS }, (_, at) => at === 0 ? "BTC" : `C${at}`);
    await fillCandles(db, { symbols, hours: HOURS });
    log(`training, ${BUDGET_S / 60} minutes at most`);
    const config = { dataDir, modelsDir: `${dataDir}/models` };
    // The clock runs on, from the moment at which the last candle is closed.
    const offsetMs = START_MS + HOURS * HOUR_MS + 60_000 - Date.now();
    const url = "http://127.0.0.1:9";
    const context = jobContext({ db, url, now: () => Date.now() + offsetMs, config });
    const startedMs = performance.now();
    let last: JobProgress | null = null;
    const result = await retrainModel(context, {}, (progress) => last = progress);
    const seconds = (performance.now() - startedMs) / 1000;
    log(`${result.engine}: ${result.decision}`);
    return await toRows(seconds, result.seconds, last);
  } finally {
    await db.close();
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function toRows(
  seconds: number,
  trainingSeconds: number,
  last: JobProgress | null,
): Promise<BenchRow[]> {
  const { trainStride, batchSize } = trainingOptionsSchema.shape;
  const stride = trainStride.parse(undefined);
  const steps = last?.done ?? 0;
  const windows = COINS * HOURS / stride;
  const passes = steps * batchSize.parse(undefined) / windows;
  const torch = await torchStepMs(featureNames.length, 24 * 5, "LSTM");
  const torchSeconds = torch === null ? null : torch * steps / 1000;
  const most = seconds - trainingSeconds + BUDGET_S;
  return [
    {
      name: `full retrain, ${COINS} coins × 2 years, stride ${stride}: ${steps} steps, ` +
        `${passes.toFixed(1)} passes`,
      value: seconds,
      unit: "s",
      peer: torchSeconds === null
        ? "PyTorch: not installed"
        : `PyTorch, its steps alone: ${torchSeconds.toFixed(0)} CPU s`,
      ratio: torchSeconds === null ? null : seconds / torchSeconds,
      target: `< ${TARGET_S} s`,
      ok: seconds < TARGET_S,
    },
    {
      name: "full retrain that nothing stops before its time is up",
      value: most,
      unit: "s",
      target: `< ${TARGET_S} s`,
      ok: most < TARGET_S,
    },
  ];
}
