import { targetWidth } from "../onnx/loss_graph.ts";
import type { OptimizerState } from "./adam.ts";
import {
  ENGINE_NAMES,
  type EngineFactory,
  type EngineName,
  type EngineSpec,
  type TrainingEngine,
} from "./engine.ts";
import { createOnnxEngine } from "./onnx.ts";
import { createOnnxWasmEngine } from "./onnx_wasm.ts";
import { createTfjsNodeEngine } from "./tfjs_node.ts";
import { createTfjsWasmEngine } from "./tfjs_wasm.ts";

/** An engine and why it was chosen, in one sentence for the manifest. */
export interface SelectedEngine {
  readonly engine: TrainingEngine;
  readonly reason: string;
}

/** How each engine is made. */
export const ENGINE_FACTORIES: Readonly<Record<EngineName, EngineFactory>> = {
  "tfjs-node": createTfjsNodeEngine,
  "onnx": createOnnxEngine,
  "onnx-wasm": createOnnxWasmEngine,
  "tfjs-wasm": createTfjsWasmEngine,
};

export interface SelectOptions {
  /** Replaces engines, for tests. */
  readonly factories?: Readonly<Record<EngineName, EngineFactory>>;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/**
 * Measuring all engines takes about a second: on short windows, since a full step of the slowest one alone
 * would take several. Between the engines the order is the same there, and the ratios are similar.
 */
const MEASURED = { batchSize: 32, sequenceLength: 24, msPerEngine: 200, mostSteps: 20 } as const;

/** An engine earlier in the order of preference is taken where it is no slower than this share. */
const AS_FAST = 1.05;

/**
 * Makes the engine asked for. `auto` measures every engine that loads, about a second for all, and takes the
 * fastest; among equals the first of `ENGINE_NAMES`.
 * @throws EngineUnavailableError when an engine asked for by name does not load, or none does
 */
export async function selectEngine(
  wanted: EngineName | "auto",
  spec: EngineSpec,
  state: OptimizerState,
  options: SelectOptions = {},
): Promise<SelectedEngine> {
  const factories = options.factories ?? ENGINE_FACTORIES;
  if (wanted !== "auto") {
    const engine = await factories[wanted](spec, state);
    return { engine, reason: `${wanted} was asked for.` };
  }
  return await selectAutomatically(factories, spec, state, {
    now: options.now ?? performance.now.bind(performance),
  });
}

async function selectAutomatically(
  factories: Readonly<Record<EngineName, EngineFactory>>,
  spec: EngineSpec,
  state: OptimizerState,
  clock: { readonly now: () => number },
): Promise<SelectedEngine> {
  const measured: { name: EngineName; stepMs: number }[] = [];
  const failures: string[] = [];
  for (const name of ENGINE_NAMES) {
    try {
      const stepMs = await measureEngine(factories[name], spec, state, clock);
      measured.push({ name, stepMs });
    } catch (cause) {
      failures.push(cause instanceof Error ? cause.message : String(cause));
    }
  }
  const least = Math.min(...measured.map((one) => one.stepMs));
  const chosen = measured.find((one) => one.stepMs <= least * AS_FAST);
  if (chosen === undefined) {
    throw new Error(`No training engine is available. ${failures.join(" ")}`);
  }
  const engine = await factories[chosen.name](spec, state);
  return { engine, reason: explain(chosen.name, measured, failures) };
}

function explain(
  chosen: EngineName,
  measured: readonly { readonly name: EngineName; readonly stepMs: number }[],
  failures: readonly string[],
): string {
  const times = measured.map(({ name, stepMs }) => `${name} ${stepMs.toFixed(1)} ms`).join(", ");
  const { batchSize, sequenceLength } = MEASURED;
  const how = `a step of ${batchSize} windows of ${sequenceLength} hours: ${times}`;
  return [`${chosen} is the fastest engine that loads here (${how}).`, ...failures].join(" ");
}

/** Median milliseconds of a step, without the first one, which also compiles and allocates. */
async function measureEngine(
  create: EngineFactory,
  spec: EngineSpec,
  state: OptimizerState,
  { now }: { readonly now: () => number },
): Promise<number> {
  const short = { ...spec, batchSize: MEASURED.batchSize, sequenceLength: MEASURED.sequenceLength };
  const engine = await create(short, state);
  try {
    const { shape, loss } = spec;
    const x = new Float32Array(short.batchSize * short.sequenceLength * shape.features).fill(0.1);
    const y = new Float32Array(short.batchSize * targetWidth(loss, shape.outputs)).fill(0.1);
    await engine.step(x, y, 0);
    const times: number[] = [];
    const startMs = now();
    while (times.length < MEASURED.mostSteps && now() - startMs < MEASURED.msPerEngine) {
      const beforeMs = now();
      await engine.step(x, y, 0);
      times.push(now() - beforeMs);
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
  } finally {
    await engine.dispose();
  }
}
