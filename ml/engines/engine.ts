import type { NetworkShape } from "../network.ts";
import type { TrainingLoss } from "../onnx/loss_graph.ts";
import type { OptimizerState } from "./adam.ts";

/** The engines that can train a network, in the order in which `auto` prefers them. */
export const ENGINE_NAMES = ["tfjs-node", "onnx", "onnx-wasm", "tfjs-wasm"] as const;
export type EngineName = typeof ENGINE_NAMES[number];

/** What an engine is to train. Batch and sequence length are fixed for its life. */
export interface EngineSpec {
  readonly shape: NetworkShape;
  readonly batchSize: number;
  readonly sequenceLength: number;
  /** Share of hidden values dropped after each layer while training, 0 to below 1. */
  readonly dropout: number;
  readonly loss: TrainingLoss;
  /** Global gradient norm above which gradients are clipped; 0: never. */
  readonly clipNorm: number;
  /** Seeds the dropout masks. */
  readonly seed: number;
}

export interface StepResult {
  /** Mean loss of the batch before the step. */
  readonly loss: number;
  /** L2 norm of the gradient before clipping. */
  readonly gradNorm: number;
}

/** Trains the weights of one network with Adam. Calls must not overlap. */
export interface TrainingEngine {
  readonly name: EngineName;
  /**
   * One step on one batch.
   * @param x [batch, hours, features] row-major
   * @param y [batch, targets] row-major
   */
  step(x: Float32Array, y: Float32Array, learningRate: number): Promise<StepResult>;
  /** The weight arrays in the order of `parameterLayout`, as copies. */
  weights(): Float32Array[];
  /** Weights and optimiser state, as a copy. */
  state(): OptimizerState;
  dispose(): Promise<void>;
}

/** Makes an engine that starts from `state`. @throws EngineUnavailableError */
export type EngineFactory = (spec: EngineSpec, state: OptimizerState) => Promise<TrainingEngine>;

/** An engine cannot run on this machine; the message says why. */
export class EngineUnavailableError extends Error {
  override readonly name = "EngineUnavailableError";

  constructor(engine: EngineName, cause: unknown) {
    super(`Training engine "${engine}" is not available because ${plainReason(cause)}.`, { cause });
  }
}

/** The first line of a loader's error, without the paths of this machine. */
function plainReason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const line = text.split("\n")[0]!.replaceAll(/( at path)?:?\s*(file:\/\/)?\/\S+/g, "");
  return line.trim().replace(/[.\s]+$/, "") || "its library does not load";
}

export function copyState(state: OptimizerState): OptimizerState {
  return {
    parameters: state.parameters.slice(),
    first: state.first.slice(),
    second: state.second.slice(),
    steps: state.steps,
  };
}
