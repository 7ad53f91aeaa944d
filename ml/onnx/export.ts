import type { Tensorflow } from "../backend.ts";
import { buildModel, predictWithLayers } from "../model.ts";
import { gateCount, type NetworkShape } from "../network.ts";
import { gaussian, seededRandom } from "../random.ts";
import { type Attributes, GraphBuilder, type Value } from "./graph_builder.ts";
import { encodeModel } from "./proto.ts";
import { openSession } from "./session.ts";

/** Names of the exported model's input [batch, hours, features] and output [batch, outputs]. */
export const FORECAST_INPUT = "input";
export const FORECAST_OUTPUT = "quantiles";

/**
 * Writes a network as an ONNX inference model with ONNX's own LSTM or GRU operators; the batch and the
 * number of hours are free.
 * @param weights arrays in layout order
 * @param metadata stored in the file as `metadata_props`
 */
export function exportOnnx(
  shape: NetworkShape,
  weights: readonly Float32Array[],
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder("forecast");
  g.input(FORECAST_INPUT, ["batch", "hours", shape.features]);
  let value = g.op("Transpose", [FORECAST_INPUT], { perm: [1, 0, 2] });
  for (let layer = 0; layer < shape.layers; layer++) {
    value = recurrentLayer(g, shape, weights, layer, value);
  }
  const [kernel, bias] = weights.slice(-2);
  const dense = [
    g.constant(kernel!, [shape.units, shape.outputs]),
    g.constant(bias!, [shape.outputs]),
  ];
  g.op("Gemm", [value, ...dense], {}, FORECAST_OUTPUT);
  g.output(FORECAST_OUTPUT, ["batch", shape.outputs]);
  return encodeModel(g.message(), metadata);
}

/** One ONNX LSTM or GRU; gives all hours [hours, batch, units], or for the last layer the last hour. */
function recurrentLayer(
  g: GraphBuilder,
  shape: NetworkShape,
  weights: readonly Float32Array[],
  layer: number,
  input: Value,
): Value {
  const { units, type } = shape;
  const [kernel, recurrent, bias] = weights.slice(layer * 3, layer * 3 + 3);
  const inputs = layer === 0 ? shape.features : units;
  const width = gateCount(type) * units;
  const values = [
    input,
    g.constant(toOnnxGates(kernel!, inputs, shape), [1, width, inputs]),
    g.constant(toOnnxGates(recurrent!, units, shape), [1, width, units]),
    g.constant(toOnnxBias(bias!, shape), [1, 2 * width]),
  ];
  // The reset gate acts before the recurrent product, as in tf.js.
  const attributes: Attributes = {
    hidden_size: units,
    ...(type === "GRU" ? { linear_before_reset: 0 } : {}),
  };
  const [all, last] = g.ops(type, values, attributes, 2);
  const isTop = layer === shape.layers - 1;
  return g.op("Squeeze", isTop ? [last!, g.integers(0)] : [all!, g.integers(1)]);
}

/** Our gate blocks in ONNX's order: LSTM input, output, forget, candidate; GRU as it is. */
function gateOrder({ type }: NetworkShape): readonly number[] {
  return type === "LSTM" ? [0, 3, 1, 2] : [0, 1, 2];
}

/** [rows, gates·units] → [gates·units, rows] with the gate blocks reordered. */
function toOnnxGates(source: Float32Array, rows: number, shape: NetworkShape): Float32Array {
  const { units } = shape;
  const order = gateOrder(shape);
  const width = order.length * units;
  const target = new Float32Array(source.length);
  order.forEach((gate, place) => {
    for (let unit = 0; unit < units; unit++) {
      const column = gate * units + unit;
      const start = (place * units + unit) * rows;
      for (let row = 0; row < rows; row++) target[start + row] = source[row * width + column]!;
    }
  });
  return target;
}

/** ONNX has a second bias for the recurrent product, which stays zero. */
function toOnnxBias(source: Float32Array, shape: NetworkShape): Float32Array {
  const { units } = shape;
  const target = new Float32Array(2 * source.length);
  gateOrder(shape).forEach((gate, place) => {
    target.set(source.subarray(gate * units, (gate + 1) * units), place * units);
  });
  return target;
}

/** How far tf.js and the exported model may differ on the same input. */
export const AGREEMENT_TOLERANCE = 1e-4;

/**
 * Runs the tf.js layers and the exported model on the same random batches of 2 to 4 samples and compares
 * every output.
 * @returns the largest absolute difference
 * @throws Error when it exceeds `AGREEMENT_TOLERANCE` or is not a number
 */
export async function checkAgreement(
  tf: Tensorflow,
  onnx: Uint8Array,
  network: { shape: NetworkShape; weights: readonly Float32Array[]; sequenceLength: number },
  seed: number,
): Promise<number> {
  const { shape, weights, sequenceLength } = network;
  const session = await openSession(onnx);
  const model = buildModel(tf, shape, weights, { sequenceLength });
  let largest = 0;
  try {
    for (const batch of [2, 3, 4]) {
      const dims = [batch, sequenceLength, shape.features] as const;
      const x = randomInput(dims[0] * dims[1] * dims[2], seed + batch);
      const expected = await predictWithLayers(tf, model, x, dims);
      const outputs = await session.run({ [FORECAST_INPUT]: { data: x, dims } });
      largest = Math.max(largest, largestDifference(expected, outputs[FORECAST_OUTPUT]!.data));
    }
  } finally {
    model.dispose();
    await session.close();
  }
  return requireAgreement(largest);
}

function randomInput(size: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: size }, () => gaussian(random));
}

/** NaN when any value of either is NaN, so that a broken model cannot pass. */
export function largestDifference(left: Float32Array, right: Float32Array): number {
  if (left.length !== right.length) return NaN;
  return left.reduce((largest, value, i) => Math.max(largest, Math.abs(value - right[i]!)), 0);
}

function requireAgreement(difference: number): number {
  if (difference <= AGREEMENT_TOLERANCE) return difference;
  throw new Error(
    `The exported ONNX model differs from the tf.js model by ${difference}, ` +
      `more than ${AGREEMENT_TOLERANCE}; it was not installed`,
  );
}
