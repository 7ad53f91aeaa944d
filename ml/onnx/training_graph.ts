import { gateCount, type NetworkShape, parameterCount, parameterLayout } from "../network.ts";
import { adamGraph, clippedGradient } from "./adam_graph.ts";
import { add, columnSums, reshaped, transposed, transposedProduct } from "./expressions.ts";
import { dropoutFactors, type DropoutPlan, throughDropout } from "./dropout_graph.ts";
import { GraphBuilder, type Value } from "./graph_builder.ts";
import { gruBackward } from "./gru_backward.ts";
import { gruForward } from "./gru_forward.ts";
import { lossGraph, targetWidth, type TrainingLoss } from "./loss_graph.ts";
import { lstmBackward } from "./lstm_backward.ts";
import { lstmForward } from "./lstm_forward.ts";
import { encodeModel } from "./proto.ts";
import {
  createTape,
  flattenHours,
  type GateGradients,
  type LayerTrace,
  type LayerWeights,
  type Tape,
  unflattenHours,
} from "./tape.ts";

export interface TrainingGraphOptions extends DropoutPlan {
  readonly loss: TrainingLoss;
  /** Global gradient norm above which gradients are clipped; 0: never. */
  readonly clipNorm: number;
  /** Also outputs the unclipped gradient, for tests. */
  readonly withGradient?: boolean;
}

/**
 * An exact power of two by which the gradient is multiplied on its way back and divided at the end. Without
 * it, gradients through 168 hours become subnormal numbers, which wasm cannot flush and computes slowly.
 */
export const LOSS_SCALE = 2 ** 40;

/**
 * A whole training step as an ONNX model: forward pass, back-propagation through time, clipping, Adam.
 *
 * Inputs: `x` [batch, hours, features], `y` [batch, targets], flat vectors `parameters`, `first`, `second`,
 * scalars `learningRate`, `correction1`, `correction2`, and the bytes of `dropoutInputs`. Outputs: `nextParameters`, `nextFirst`, `nextSecond`,
 * `loss`, `gradientNorm`. Batch and hours are fixed.
 */
export function buildTrainingGraph(options: TrainingGraphOptions): Uint8Array<ArrayBuffer> {
  const { shape, batchSize, sequenceLength } = options;
  const g = new GraphBuilder("training_step");
  declareInputs(g, options);
  const tape = createTape(g, { shape, batchSize, sequenceLength });
  const weights = splitWeights(g, shape);
  const forward = forwardPass(tape, weights, options);
  const gradients = backwardPass(tape, weights, forward, options);
  finishStep(g, gradients, options);
  return encodeModel(g.message());
}

function declareInputs(g: GraphBuilder, options: TrainingGraphOptions): void {
  const { shape, batchSize, sequenceLength } = options;
  const count = parameterCount(shape);
  g.input("x", [batchSize, sequenceLength, shape.features]);
  g.input("y", [batchSize, targetWidth(options.loss, shape.outputs)]);
  for (const name of ["parameters", "first", "second"]) g.input(name, [count]);
  for (const name of ["learningRate", "correction1", "correction2"]) g.input(name, []);
}

interface NetworkWeights {
  readonly layers: readonly LayerWeights[];
  readonly denseKernel: Value;
  readonly denseBias: Value;
}

function splitWeights(g: GraphBuilder, shape: NetworkShape): NetworkWeights {
  const layout = parameterLayout(shape);
  const sizes = g.integers(...layout.map((slot) => slot.size));
  const parts = g.ops("Split", ["parameters", sizes], { axis: 0 }, layout.length);
  const arrays = layout.map((slot, index) =>
    slot.dims.length > 1 ? reshaped(g, parts[index]!, ...slot.dims) : parts[index]!
  );
  const gates = gateCount(shape.type);
  const gateSizes = g.integers(...Array.from({ length: gates }, () => shape.units));
  const byGate = (value: Value, axis: number) =>
    g.ops("Split", [value, gateSizes], { axis }, gates);
  const layers = Array.from({ length: shape.layers }, (_, layer) => ({
    kernels: byGate(arrays[layer * 3]!, 1),
    recurrents: byGate(arrays[layer * 3 + 1]!, 1),
    biases: byGate(arrays[layer * 3 + 2]!, 0),
  }));
  return { layers, denseKernel: arrays.at(-2)!, denseBias: arrays.at(-1)! };
}

interface ForwardResult {
  readonly traces: readonly LayerTrace[];
  /** Dropout factors after each layer; `undefined` without dropout. */
  readonly factors: readonly (Value | undefined)[];
  /** The last hour's state of the last layer, after dropout. */
  readonly top: Value;
  readonly prediction: Value;
}

function forwardPass(
  tape: Tape,
  weights: NetworkWeights,
  options: TrainingGraphOptions,
): ForwardResult {
  const { g, shape } = tape;
  const forward = shape.type === "LSTM" ? lstmForward : gruForward;
  let input = flattenHours(tape, g.op("Transpose", ["x"], { perm: [1, 0, 2] }), shape.features);
  const traces: LayerTrace[] = [];
  const factors = weights.layers.map((_, layer) => dropoutFactors(g, options, layer));
  weights.layers.forEach((layerWeights, layer) => {
    const trace = forward(tape, input, layerWeights, layer);
    traces.push(trace);
    if (layer === shape.layers - 1) return;
    input = throughDropout(g, flattenHours(tape, trace.hidden, shape.units), factors[layer]);
  });
  const top = throughDropout(g, traces.at(-1)!.last, factors.at(-1));
  const prediction = g.op("Gemm", [top, weights.denseKernel, weights.denseBias]);
  return { traces, factors, top, prediction };
}

/** Gradients of all weight arrays in layout order. */
function backwardPass(
  tape: Tape,
  weights: NetworkWeights,
  forward: ForwardResult,
  options: TrainingGraphOptions,
): Value[] {
  const { g, shape, batchSize } = tape;
  const { gradient } = lossGraph(g, options.loss, {
    prediction: forward.prediction,
    target: "y",
    batchSize,
    outputs: shape.outputs,
    lossScale: LOSS_SCALE,
  });
  const dense = [transposedProduct(g, forward.top, gradient), columnSums(g, gradient)];
  const toTop = g.op("Gemm", [gradient, weights.denseKernel], { transB: 1 });
  let last: Value | undefined = throughDropout(g, toTop, forward.factors.at(-1));
  let sequence: Value = last;
  const byLayer: Value[][] = [];
  const backward = shape.type === "LSTM" ? lstmBackward : gruBackward;
  for (let layer = shape.layers - 1; layer >= 0; layer--) {
    const upstream = last !== undefined ? { last } : { sequence };
    last = undefined;
    const trace = forward.traces[layer]!;
    const gates = backward(tape, trace, weights.layers[layer]!, upstream, layer);
    const flat = gates.preActivations.map((value) => flattenHours(tape, value, shape.units));
    byLayer.unshift(layerGradients(tape, trace, gates, flat));
    if (layer === 0) break;
    const below = inputGradient(g, flat, weights.layers[layer]!);
    const kept = throughDropout(g, below, forward.factors[layer - 1]);
    sequence = unflattenHours(tape, kept);
  }
  return [...byLayer.flat(), ...dense];
}

/** Gradients of kernel, recurrent kernel and bias: products over all hours at once. */
function layerGradients(
  tape: Tape,
  trace: LayerTrace,
  gates: GateGradients,
  flat: readonly Value[],
): Value[] {
  const { g, shape } = tape;
  const before = new Map<Value, Value>();
  for (const value of gates.recurrentInputs) {
    if (!before.has(value)) before.set(value, flattenHours(tape, value, shape.units));
  }
  const join = (values: Value[], axis: number) => g.op("Concat", values, { axis });
  return [
    join(flat.map((gradient) => transposedProduct(g, trace.input, gradient)), 1),
    join(
      flat.map((gradient, gate) =>
        transposedProduct(g, before.get(gates.recurrentInputs[gate]!)!, gradient)
      ),
      1,
    ),
    join(flat.map((gradient) => columnSums(g, gradient)), 0),
  ];
}

/** Gradient with respect to a layer's input, [hours·batch, inputs]. */
function inputGradient(g: GraphBuilder, flat: readonly Value[], weights: LayerWeights): Value {
  const products = flat.map((gradient, gate) =>
    g.op("MatMul", [gradient, transposed(g, weights.kernels[gate]!)])
  );
  return add(g, products[0]!, ...products.slice(1));
}

function finishStep(
  g: GraphBuilder,
  gradients: readonly Value[],
  options: TrainingGraphOptions,
): void {
  const count = parameterCount(options.shape);
  const scaled = g.op("Concat", gradients.map((value) => reshaped(g, value, -1)), { axis: 0 });
  const gradient = g.op("Mul", [scaled, g.scalar(1 / LOSS_SCALE)], {}, "gradient");
  const norm = g.op("ReduceL2", [gradient], { keepdims: 0 }, "gradientNorm");
  const outputs = adamGraph(g, clippedGradient(g, gradient, norm, options.clipNorm));
  for (const name of outputs) g.output(name, [count]);
  for (const name of ["loss", "gradientNorm"]) g.output(name, []);
  if (options.withGradient) g.output("gradient", [count]);
}
