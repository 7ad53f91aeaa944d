import { splitParameters } from "../network.ts";
import { targetWidth } from "../onnx/loss_graph.ts";
import { type OnnxRuntime, type OnnxSession, openSession } from "../onnx/session.ts";
import { buildTrainingGraph } from "../onnx/training_graph.ts";
import { biasCorrections, type OptimizerState } from "./adam.ts";
import { dropoutBytes } from "./dropout_bytes.ts";
import {
  copyState,
  type EngineName,
  type EngineSpec,
  EngineUnavailableError,
  type StepResult,
  type TrainingEngine,
} from "./engine.ts";

/** The training graph on the native onnxruntime. */
export async function createOnnxEngine(
  spec: EngineSpec,
  state: OptimizerState,
): Promise<TrainingEngine> {
  return await createGraphEngine("onnx", "node", spec, state);
}

/** Runs the training graph on one of the onnxruntimes. @throws EngineUnavailableError */
export async function createGraphEngine(
  name: EngineName,
  runtime: OnnxRuntime,
  spec: EngineSpec,
  start: OptimizerState,
): Promise<TrainingEngine> {
  const session = await openTraining(name, runtime, spec);
  let state = copyState(start);
  return {
    name,
    async step(x, y, learningRate) {
      const { result, next } = await runStep(session, spec, state, { x, y, learningRate });
      state = next;
      return result;
    },
    weights: () => splitParameters(spec.shape, state.parameters),
    state: () => copyState(state),
    dispose: () => session.close(),
  };
}

async function openTraining(
  name: EngineName,
  runtime: OnnxRuntime,
  spec: EngineSpec,
): Promise<OnnxSession> {
  try {
    return await openSession(buildTrainingGraph(spec), runtime);
  } catch (cause) {
    throw new EngineUnavailableError(name, cause);
  }
}

async function runStep(
  session: OnnxSession,
  spec: EngineSpec,
  state: OptimizerState,
  batch: { x: Float32Array; y: Float32Array; learningRate: number },
): Promise<{ result: StepResult; next: OptimizerState }> {
  const { shape, batchSize, sequenceLength, loss } = spec;
  const steps = state.steps + 1;
  const { correction1, correction2 } = biasCorrections(steps);
  const outputs = await session.run({
    x: { data: batch.x, dims: [batchSize, sequenceLength, shape.features] },
    y: { data: batch.y, dims: [batchSize, targetWidth(loss, shape.outputs)] },
    parameters: vector(state.parameters),
    first: vector(state.first),
    second: vector(state.second),
    learningRate: scalar(batch.learningRate),
    correction1: scalar(correction1),
    correction2: scalar(correction2),
    ...dropoutBytes(spec, state.steps),
  });
  const read = (name: string) => new Float32Array(outputs[name]!.data);
  return {
    result: { loss: read("loss")[0]!, gradNorm: read("gradientNorm")[0]! },
    next: {
      parameters: read("nextParameters"),
      first: read("nextFirst"),
      second: read("nextSecond"),
      steps,
    },
  };
}

function vector(data: Float32Array) {
  return { data, dims: [data.length] };
}

function scalar(value: number) {
  return { data: Float32Array.of(value), dims: [] };
}
