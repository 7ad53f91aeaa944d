import type { Tensor } from "@tensorflow/tfjs";
import type { LayersModel, Tensorflow } from "./backend.ts";
import { type NetworkShape, parameterLayout } from "./network.ts";

export interface ModelOptions {
  /** Hours of input. */
  readonly sequenceLength: number;
  /** Share of hidden values dropped after each layer in training; 0 for evaluation. */
  readonly dropout?: number;
}

/**
 * The forecaster as tf.js layers: stacked LSTM or GRU, dropout after each, one dense layer on the last hour's
 * state. Input [batch, sequenceLength, features], output [batch, horizons·quantiles] in units of the scaled
 * target. `weights` are in layout order, as `initialWeights` or a training engine gives them.
 */
export function buildModel(
  tf: Tensorflow,
  shape: NetworkShape,
  weights: readonly Float32Array[],
  options: ModelOptions,
): LayersModel {
  const model = tf.sequential();
  for (let layer = 0; layer < shape.layers; layer++) {
    model.add(recurrentLayer(tf, shape, layer, options));
    if (options.dropout) model.add(tf.layers.dropout({ rate: options.dropout }));
  }
  model.add(tf.layers.dense({ units: shape.outputs, kernelInitializer: "zeros" }));
  setModelWeights(tf, model, shape, weights);
  return model;
}

function recurrentLayer(
  tf: Tensorflow,
  shape: NetworkShape,
  layer: number,
  { sequenceLength }: ModelOptions,
) {
  const config = {
    units: shape.units,
    returnSequences: layer < shape.layers - 1,
    // tf.js defaults to the hard sigmoid; the sigmoid is what ONNX runtimes have fast code for.
    recurrentActivation: "sigmoid",
    // Weights come from outside; tf.js's own orthogonal start would cost seconds for nothing.
    kernelInitializer: "zeros",
    recurrentInitializer: "zeros",
    ...(layer === 0 ? { inputShape: [sequenceLength, shape.features] } : {}),
  } as const;
  return shape.type === "LSTM" ? tf.layers.lstm(config) : tf.layers.gru(config);
}

/** Puts weight arrays in layout order into a model. @throws Error when a size does not fit */
export function setModelWeights(
  tf: Tensorflow,
  model: LayersModel,
  shape: NetworkShape,
  weights: readonly Float32Array[],
): void {
  const tensors = parameterLayout(shape).map((slot, index) =>
    tf.tensor(weights[index]!, [...slot.dims])
  );
  model.setWeights(tensors);
  tensors.forEach((tensor) => tensor.dispose());
}

/**
 * Runs the model on one batch without dropout.
 * @param x [batch, sequenceLength, features] row-major
 * @returns [batch, outputs] row-major
 */
export async function predictWithLayers(
  tf: Tensorflow,
  model: LayersModel,
  x: Float32Array,
  dims: readonly [number, number, number],
): Promise<Float32Array> {
  const output = tf.tidy(() => model.apply(tf.tensor(x, [...dims]), { training: false }) as Tensor);
  const data = await output.data<"float32">();
  output.dispose();
  return data;
}
