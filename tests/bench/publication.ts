import { insertModel, migrate, openDatabase, promoteModel } from "../../db/mod.ts";
import { classifyMarketTendency } from "../../jobs/classify_tendency.ts";
import type { JobContext } from "../../jobs/context.ts";
import { publishForecasts } from "../../jobs/publish_predictions.ts";
import { FEATURE_SET_VERSION, featureNames } from "../../ml/features/feature_set.ts";
import { QUANTILES } from "../../ml/forecast.ts";
import { initialWeights } from "../../ml/initial_weights.ts";
import { installModel, type Manifest, networkOf, sha256 } from "../../ml/manifest.ts";
import { exportOnnx } from "../../ml/onnx/export.ts";
import { jobContext } from "../jobs/job_context.ts";
import { HOUR_MS, START_MS } from "../helpers/market_rows.ts";
import type { BenchRow } from "./bench_row.ts";
import { fillCandles } from "./fill_candles.ts";

const COINS = 50;
/** What publication looks back on, and the hours that are published in turn. */
const ROUNDS = 5;
const HOURS = 200 * 24 + ROUNDS;
const SYMBOLS = Array.from({ length: COINS }, (_, at) => at === 0 ? "BTC" : `C${at}`);
const PUBLICATION_S = 2;

/**
 * An hour's forecasts of 50 coins from stored candles to stored rows: reading, naive forecasts, the
 * network and its explanations, seal; and the market's tendency with and without 90 days to work out.
 */
export async function publicationBench(
  log: (line: string) => void = () => {},
): Promise<BenchRow[]> {
  const dataDir = await Deno.makeTempDir();
  const db = await openDatabase({ dataDir, poolSize: 5 });
  const clock = { nowMs: 0 };
  try {
    await migrate(db);
    log(`filling ${COINS} coins × ${HOURS} hours`);
    await fillCandles(db, { symbols: SYMBOLS, hours: HOURS });
    const config = { dataDir, modelsDir: `${dataDir}/models` };
    const url = "http://127.0.0.1:9";
    const context = jobContext({ db, url, now: () => clock.nowMs, config });
    await installChampion(context);
    log("publishing");
    return await measure(context, clock);
  } finally {
    await db.close();
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** A network of the usual size with random weights: as slow as a trained one. */
async function installChampion({ db, config }: JobContext): Promise<void> {
  const block = { fromMs: 0, toMs: 1 };
  const width = featureNames.length;
  const manifest: Omit<Manifest, "sha256"> = {
    ...{ format: 1, id: "bench", type: "LSTM", layers: 2, units: 64 },
    ...{ sequenceLength: 168, horizonHours: 24, quantiles: [...QUANTILES] },
    features: { version: FEATURE_SET_VERSION, names: [...featureNames] },
    scaler: {
      method: "robust",
      names: [...featureNames],
      center: zeros(width),
      scale: new Array<number>(width).fill(1),
      clip: 5,
    },
    shrinkage: { location: 1, spread: 1 },
    calibration: {
      offset50: zeros(24),
      offset80: zeros(24),
      offset90: zeros(24),
      confidenceFactor: 1,
    },
    blocks: { train: block, stop: block, calibrate: block, report: block },
    ...{ coins: SYMBOLS, seed: 1, steps: 0, bestStep: 0, engine: "onnx", engineReason: "none" },
    ...{ agreement: 0, createdAtMs: START_MS },
  };
  const network = networkOf({ ...manifest, sha256: "" });
  const onnx = exportOnnx(network, initialWeights(network, 1));
  const whole = { ...manifest, sha256: await sha256(onnx) };
  const paths = await installModel(config.modelsDir, manifest.id, onnx, whole);
  await insertModel(db, {
    ...{ id: manifest.id, type: manifest.type, engine: manifest.engine, filePath: paths.onnx },
    ...{ manifest: whole, sha256: whole.sha256, metrics: {}, trainedAtMs: START_MS },
  });
  await promoteModel(db, { modelId: manifest.id, decision: "For this benchmark." });
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}

async function measure(context: JobContext, clock: { nowMs: number }): Promise<BenchRow[]> {
  const published: number[] = [];
  const classified: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    clock.nowMs = START_MS + (HOURS - ROUNDS + round + 1) * HOUR_MS + 60_000;
    published.push(
      await seconds(async () => {
        const { created, coins, modelId } = await publishForecasts(context);
        if (!created || coins !== COINS || modelId === null) {
          throw new Error("Nothing was published");
        }
      }),
    );
    classified.push(await seconds(() => classifyMarketTendency(context)));
  }
  const slowest = Math.max(...published);
  return [
    {
      name: `publication of ${COINS} coins, explained and sealed; slowest of ${ROUNDS}`,
      value: slowest,
      unit: "s",
      target: `< ${PUBLICATION_S} s`,
      ok: slowest < PUBLICATION_S,
    },
    {
      name: `tendency of ${COINS} coins with 90 days of hours to work out, once`,
      value: classified[0]!,
      unit: "s",
      ok: null,
    },
    {
      name: `tendency of ${COINS} coins, each hour`,
      value: Math.max(...classified.slice(1)),
      unit: "s",
      ok: null,
    },
  ];
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}
