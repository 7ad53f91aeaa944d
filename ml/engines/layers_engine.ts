import type { Tensor, Variable } from "@tensorflow/tfjs";
import type { LayersModel, Tensorflow } from "../backend.ts";
import { buildModel, setModelWeights } from "../model.ts";
import { splitParameters } from "../network.ts";
import { targetWidth, type TrainingLoss } from "../onnx/loss_graph.ts";
import { LOSS_SCALE } from "../onnx/training_graph.ts";
import { adamStep, type OptimizerState } from "./adam.ts";
import { copyState, type EngineName, type EngineSpec, type TrainingEngine } from "./engine.ts";

/** Trains by tf.js's own automatic differentiation, whatever its backend. */
export function createLayersEngine(
  name: EngineName,
  tf: Tensorflow,
  spec: EngineSpec,
  start: OptimizerState,
): TrainingEngine {
  const { shape, clipNorm } = spec;
  const state = copyState(start);
  const weights = () => splitParameters(shape, state.parameters);
  const model = buildModel(tf, shape, weights(), spec);
  return {
    name,
    step(x, y, learningRate) {
      reseedDropout(model, spec.seed, state.steps);
      const { loss, gradient } = lossAndGradient(tf, model, spec, { x, y });
      const { gradNorm } = adamStep(state, gradient, { learningRate, clipNorm });
      setModelWeights(tf, model, shape, weights());
      return Promise.resolve({ loss, gradNorm });
    },
    weights,
    state: () => copyState(state),
    dispose: () => Promise.resolve(void model.dispose()),
  };
}

/**
 * A dropout layer of tf.js with a seed draws the same mask in every step, and one without a seed is not
 * reproducible; so each step sets a seed of its own.
 */
function reseedDropout(model: LayersModel, seed: number, step: number): void {
  model.layers.forEach((layer, place) => {
    if (layer.getClassName() === "Dropout") {
      Reflect.set(layer, "seed", `${seed}:${place}:${step}`);
    }
  });
}

/** Loss and gradient of one batch, the gradient in layout order. */
export function lossAndGradient(
  tf: Tensorflow,
  model: LayersModel,
  spec: EngineSpec,
  batch: { readonly x: Float32Array; readonly y: Float32Array },
): { loss: number; gradient: Float32Array } {
  const variables = model.getWeights() as Variable[];
  const { value, grads } = tf.tidy(() =>
    tf.variableGrads(() => scaledLoss(tf, model, spec, batch), variables)
  );
  const gradient = new Float32Array(variables.reduce((sum, variable) => sum + variable.size, 0));
  let offset = 0;
  for (const variable of variables) {
    gradient.set(grads[variable.name]!.dataSync(), offset);
    offset += variable.size;
  }
  const loss = value.dataSync()[0]! / LOSS_SCALE;
  tf.dispose([value, ...Object.values(grads)]);
  return { loss, gradient: gradient.map((entry) => entry / LOSS_SCALE) };
}

/** The loss times `LOSS_SCALE`: keeps the gradients of early hours out of slow subnormal numbers. */
function scaledLoss(
  tf: Tensorflow,
  model: LayersModel,
  { shape, batchSize, sequenceLength, loss }: EngineSpec,
  { x, y }: { readonly x: Float32Array; readonly y: Float32Array },
) {
  const input = tf.tensor3d(x, [batchSize, sequenceLength, shape.features]);
  const target = tf.tensor2d(y, [batchSize, targetWidth(loss, shape.outputs)]);
  const prediction = model.apply(input, { training: true }) as Tensor;
  return batchLoss(tf, loss, prediction, target).mul(LOSS_SCALE).asScalar();
}

function batchLoss(tf: Tensorflow, loss: TrainingLoss, prediction: Tensor, target: Tensor): Tensor {
  if (loss.kind === "squared") return target.sub(prediction).square().mean();
  const count = loss.quantiles.length;
  const [batch, horizons] = target.shape as [number, number];
  const error = target.reshape([batch, horizons, 1]).sub(
    prediction.reshape([batch, horizons, count]),
  );
  const levels = tf.tensor1d([...loss.quantiles]);
  return tf.maximum(error.mul(levels), error.mul(levels.sub(1))).mean();
}
