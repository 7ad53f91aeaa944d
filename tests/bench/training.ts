import { fromFileUrl } from "@std/path";
import { ENGINE_NAMES, type EngineName } from "../../ml/engines/engine.ts";
import { initialWeights } from "../../ml/initial_weights.ts";
import { featureNames } from "../../ml/features/feature_set.ts";
import { exportOnnx } from "../../ml/onnx/export.ts";
import { openSession } from "../../ml/onnx/session.ts";
import type { BenchRow } from "./bench_row.ts";

const HORIZONS = 24;
const QUANTILE_COUNT = 5;
const COINS = 50;
const BATCH = 128;
/** The targets: share of PyTorch's CPU time, times faster than tf.js, milliseconds. */
const TORCH_SHARE = 0.8;
const TFJS_TIMES = 15;
const INFERENCE_MS = 40;

/**
 * CPU time of a training step (LSTM 2 × 64, 168 hours, batch 128) against PyTorch and against tf.js on wasm,
 * and the time of forecasting 50 coins in one batch. Each step is measured in a process of its own.
 */
export async function trainingBench(log: (line: string) => void = () => {}): Promise<BenchRow[]> {
  const features = featureNames.length;
  const outputs = HORIZONS * QUANTILE_COUNT;
  log("training steps on onnx");
  const plain = await stepMs("onnx", 10, 1, 9);
  const real = await stepMs("onnx", features, outputs, 9);
  log("training steps on PyTorch");
  const torch = [
    await againstTorch("training step, 10 features, 1 output", plain, 10, 1),
    await againstTorch(
      `training step, ${features} features, ${HORIZONS} × ${QUANTILE_COUNT} outputs`,
      real,
      features,
      outputs,
    ),
  ];
  const rates = [
    ...await engineRates("LSTM", ENGINE_NAMES, log),
    ...await engineRates("GRU", ["onnx"], log),
  ];
  log("training steps on tf.js, some 20 s");
  const tfjs = await againstTfjs(plain);
  log("inference");
  return [...torch, ...rates, tfjs, await inferenceRow()];
}

/** Samples per CPU second of each engine on the served model, beside PyTorch on the same one. */
async function engineRates(
  type: "LSTM" | "GRU",
  engines: readonly EngineName[],
  log: (line: string) => void,
): Promise<BenchRow[]> {
  const rate = (ms: number) => BATCH / ms * 1000;
  const torch = await torchStepMs(featureNames.length, HORIZONS * QUANTILE_COUNT, type);
  const rows: BenchRow[] = [];
  for (const engine of engines) {
    log(`samples per second of ${engine}, ${type}`);
    const steps = engine === "tfjs-wasm" ? 1 : 9;
    const ms = await stepMs(
      engine,
      featureNames.length,
      HORIZONS * QUANTILE_COUNT,
      steps,
      type,
    );
    const ratio = torch === null || Number.isNaN(ms) ? null : torch / ms;
    const isJudged = engine === "onnx" && ratio !== null;
    rows.push({
      name: `${engine}, ${type} 2 × 64, 168 hours, batch ${BATCH}`,
      value: rate(ms),
      unit: Number.isNaN(ms) ? "(does not load here)" : "samples/CPU s",
      peer: torch === null ? "PyTorch: not installed" : `PyTorch ${rate(torch).toFixed(0)}`,
      ratio,
      target: engine === "onnx" ? `ratio >= ${1 / TORCH_SHARE}` : null,
      ok: isJudged ? ratio >= 1 / TORCH_SHARE : null,
    });
  }
  return rows;
}

async function againstTfjs(value: number): Promise<BenchRow> {
  const peer = await stepMs("tfjs-wasm", 10, 1, 1);
  return {
    name: "training step, 10 features, 1 output",
    value,
    unit: "CPU ms",
    peer: `tf.js wasm ${peer.toFixed(0)} ms`,
    ratio: value / peer,
    target: `ratio <= 1/${TFJS_TIMES}`,
    ok: value / peer <= 1 / TFJS_TIMES,
  };
}

async function stepMs(
  engine: string,
  features: number,
  outputs: number,
  steps: number,
  type: "LSTM" | "GRU" = "LSTM",
): Promise<number> {
  const script = fromFileUrl(new URL("./training_steps.ts", import.meta.url));
  const args = ["run", "-A", decodeURI(script), engine, features, outputs, steps, type].map(String);
  return await medianOf(Deno.execPath(), args) ?? NaN;
}

async function againstTorch(
  name: string,
  value: number,
  features: number,
  outputs: number,
): Promise<BenchRow> {
  const torch = await torchStepMs(features, outputs, "LSTM");
  const row = { name, value, unit: "CPU ms", target: `ratio <= ${TORCH_SHARE}` };
  if (torch === null) return { ...row, peer: "PyTorch: peer not installed", ratio: null, ok: null };
  const ratio = value / torch;
  return { ...row, peer: `PyTorch ${torch.toFixed(0)} ms`, ratio, ok: ratio <= TORCH_SHARE };
}

/** CPU milliseconds of a step of PyTorch on the same network; `null` where it is not installed. */
export async function torchStepMs(
  features: number,
  outputs: number,
  type: "LSTM" | "GRU",
): Promise<number | null> {
  const script = fromFileUrl(new URL("./torch_step.py", import.meta.url));
  const args = [type, 2, 64, 168, BATCH, features, outputs, 9].map(String);
  return await medianOf("/usr/bin/python3", [script, ...args]);
}

/** The `median_ms` that a program prints; `null` when it is not there or fails. */
async function medianOf(program: string, args: string[]): Promise<number | null> {
  try {
    const command = new Deno.Command(program, { args, stdout: "piped", stderr: "null" });
    const { success, stdout } = await command.output();
    if (!success) return null;
    const { median_ms } = JSON.parse(new TextDecoder().decode(stdout)) as { median_ms: number };
    return median_ms;
  } catch {
    return null;
  }
}

async function inferenceRow(): Promise<BenchRow> {
  const shape = {
    type: "LSTM",
    layers: 2,
    units: 64,
    features: featureNames.length,
    outputs: HORIZONS * QUANTILE_COUNT,
  } as const;
  const session = await openSession(exportOnnx(shape, initialWeights(shape, 1)));
  const dims = [COINS, 168, shape.features];
  const data = new Float32Array(COINS * 168 * shape.features).map((_, i) => Math.sin(i));
  const times: number[] = [];
  for (let run = 0; run < 21; run++) {
    const start = performance.now();
    await session.run({ input: { data, dims } });
    times.push(performance.now() - start);
  }
  await session.close();
  const value = times.sort((a, b) => a - b)[10]!;
  return {
    name: `inference of ${COINS} coins in one batch, median`,
    value,
    unit: "ms",
    peer: null,
    ratio: null,
    target: `< ${INFERENCE_MS}`,
    ok: value < INFERENCE_MS,
  };
}

if (import.meta.main) console.table(await trainingBench());
