import type { OptimizerState } from "./adam.ts";
import type { EngineSpec, TrainingEngine } from "./engine.ts";
import { createGraphEngine } from "./onnx.ts";

/** The training graph on onnxruntime's WebAssembly build: no native code, about a third of the speed. */
export async function createOnnxWasmEngine(
  spec: EngineSpec,
  state: OptimizerState,
): Promise<TrainingEngine> {
  return await createGraphEngine("onnx-wasm", "wasm", spec, state);
}
