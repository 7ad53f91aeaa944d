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

const FACTORIES: Readonly<Record<EngineName, EngineFactory>> = {
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
 * Makes the engine asked for. `auto` takes tfjs-node where it loads and is not slower than the ONNX graph
 * in one measured step, else the first of onnx, onnx-wasm, tfjs-wasm that loads.
 * @throws EngineUnavailableError when an engine asked for by name does not load, or none does
 */
export async function selectEngine(
  wanted: EngineName | "auto",
  spec: EngineSpec,
  state: OptimizerState,
  options: SelectOptions = {},
): Promise<SelectedEngine> {
  const factories = options.factories ?? FACTORIES;
  if (wanted !== "auto") {
    const engine = await factories[wanted](spec, state);
    return { engine, reason: `${wanted} was asked for.` };
  }
  return await selectAutomatically(
    factories,
    spec,
    state,
    options.now ?? performance.now.bind(performance),
  );
}

async function selectAutomatically(
  factories: Readonly<Record<EngineName, EngineFactory>>,
  spec: EngineSpec,
  state: OptimizerState,
  now: () => number,
): Promise<SelectedEngine> {
  const failures: string[] = [];
  for (const name of ENGINE_NAMES) {
    try {
      const engine = await factories[name](spec, state);
      if (name !== "tfjs-node") return { engine, reason: explain(name, failures) };
      const duel = await compareWithGraph(engine, factories, { spec, state, now });
      if (duel.winner) return duel.winner;
      failures.push(duel.note);
    } catch (cause) {
      failures.push(cause instanceof Error ? cause.message : String(cause));
    }
  }
  throw new Error(`No training engine is available. ${failures.join(" ")}`);
}

function explain(name: EngineName, failures: readonly string[]): string {
  return [`${name} is the fastest engine that loads here.`, ...failures].join(" ");
}

interface Duel {
  readonly winner?: SelectedEngine;
  /** Why tfjs-node was not taken. */
  readonly note: string;
}

async function compareWithGraph(
  native: TrainingEngine,
  factories: Readonly<Record<EngineName, EngineFactory>>,
  { spec, state, now }: { spec: EngineSpec; state: OptimizerState; now: () => number },
): Promise<Duel> {
  const nativeMs = await measureStep(native, spec, now);
  await native.dispose();
  let graph: TrainingEngine;
  try {
    graph = await factories.onnx(spec, state);
  } catch (cause) {
    const engine = await factories["tfjs-node"](spec, state);
    return { winner: { engine, reason: `tfjs-node loads; ${String(cause)}` }, note: "" };
  }
  const graphMs = await measureStep(graph, spec, now);
  await graph.dispose();
  const times = `${nativeMs.toFixed(0)} ms a step against ${graphMs.toFixed(0)} ms with onnx`;
  if (nativeMs > graphMs) return { note: `tfjs-node loads but takes ${times}.` };
  const engine = await factories["tfjs-node"](spec, state);
  return { winner: { engine, reason: `tfjs-node takes ${times}.` }, note: "" };
}

/** The second step's time; the first one also compiles and allocates. The engine is spent afterwards. */
async function measureStep(
  engine: TrainingEngine,
  { batchSize, sequenceLength, shape, loss }: EngineSpec,
  now: () => number,
): Promise<number> {
  const targets = loss.kind === "pinball" ? shape.outputs / loss.quantiles.length : shape.outputs;
  const x = new Float32Array(batchSize * sequenceLength * shape.features).fill(0.1);
  const y = new Float32Array(batchSize * targets).fill(0.1);
  await engine.step(x, y, 0);
  const start = now();
  await engine.step(x, y, 0);
  return now() - start;
}
