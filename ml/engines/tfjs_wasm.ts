import { loadTensorflow, type Tensorflow } from "../backend.ts";
import type { OptimizerState } from "./adam.ts";
import { type EngineSpec, EngineUnavailableError, type TrainingEngine } from "./engine.ts";
import { createLayersEngine } from "./layers_engine.ts";

/** tf.js on its WebAssembly backend: needs nothing native, and is by far the slowest. */
export async function createTfjsWasmEngine(
  spec: EngineSpec,
  state: OptimizerState,
): Promise<TrainingEngine> {
  return createLayersEngine("tfjs-wasm", await loadWasm(), spec, state);
}

async function loadWasm(): Promise<Tensorflow> {
  try {
    return await loadTensorflow("wasm");
  } catch (cause) {
    throw new EngineUnavailableError("tfjs-wasm", cause);
  }
}
