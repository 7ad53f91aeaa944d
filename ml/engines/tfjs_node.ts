import nodeUtil from "node:util";
import type { Tensorflow } from "../backend.ts";
import type { OptimizerState } from "./adam.ts";
import { type EngineSpec, EngineUnavailableError, type TrainingEngine } from "./engine.ts";
import { createLayersEngine } from "./layers_engine.ts";

/** tf.js on libtensorflow, where its native library is installed. @throws EngineUnavailableError */
export async function createTfjsNodeEngine(
  spec: EngineSpec,
  state: OptimizerState,
): Promise<TrainingEngine> {
  return createLayersEngine("tfjs-node", await loadNative(), spec, state);
}

async function loadNative(): Promise<Tensorflow> {
  restoreRemovedCheck();
  try {
    return await import("@tensorflow/tfjs-node") as unknown as Tensorflow;
  } catch (cause) {
    throw new EngineUnavailableError("tfjs-node", cause);
  }
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 and Deno no longer have. */
function restoreRemovedCheck(): void {
  const target = nodeUtil as { isNullOrUndefined?: (value: unknown) => boolean };
  target.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
