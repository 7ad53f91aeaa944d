import { type NetworkShape, parameterLayout } from "./network.ts";
import { gaussian, type Random, seededRandom } from "./random.ts";

/**
 * Seeded start of a network, with the distributions of Keras: Glorot-uniform kernels (Glorot & Bengio 2010),
 * orthogonal recurrent kernels (Saxe et al. 2014), zero biases but 1 for the LSTM's forget gate (Jozefowicz
 * et al. 2015). Computed here and not by tf.js, whose orthogonal initialiser takes seconds and depends on
 * the backend. With `outputBias`, [outputs], the dense layer starts as that bias and nothing else: given the
 * targets' own quantiles, training starts from the naive forecast itself.
 * @returns weight arrays in layout order
 */
export function initialWeights(
  shape: NetworkShape,
  seed: number,
  outputBias?: Float32Array,
): Float32Array<ArrayBuffer>[] {
  const random = seededRandom(seed);
  return parameterLayout(shape).map(({ name, dims, size }) => {
    if (name.startsWith("recurrent")) return orthogonal(dims[0]!, dims[1]!, random);
    if (outputBias && name === "denseKernel") return new Float32Array(size);
    if (outputBias && name === "denseBias") return new Float32Array(outputBias);
    if (name.startsWith("bias")) return startBias(shape, size);
    return dims.length === 2 ? glorotUniform(dims[0]!, dims[1]!, random) : new Float32Array(size);
  });
}

function glorotUniform(rows: number, columns: number, random: Random): Float32Array<ArrayBuffer> {
  const limit = Math.sqrt(6 / (rows + columns));
  return Float32Array.from({ length: rows * columns }, () => (2 * random() - 1) * limit);
}

function startBias(shape: NetworkShape, size: number): Float32Array<ArrayBuffer> {
  const bias = new Float32Array(size);
  if (shape.type === "LSTM") bias.fill(1, shape.units, 2 * shape.units);
  return bias;
}

/** Orthonormal rows from normal ones by Gram–Schmidt. */
function orthogonal(rows: number, columns: number, random: Random): Float32Array<ArrayBuffer> {
  const matrix = Array.from(
    { length: rows },
    () => Float64Array.from({ length: columns }, () => gaussian(random)),
  );
  for (let row = 0; row < rows; row++) {
    for (let before = 0; before < row; before++) {
      removeProjection(matrix[row]!, matrix[before]!);
    }
    normalize(matrix[row]!);
  }
  return Float32Array.from(matrix.flatMap((row) => [...row]));
}

function removeProjection(vector: Float64Array, unit: Float64Array): void {
  let dot = 0;
  for (let i = 0; i < vector.length; i++) dot += vector[i]! * unit[i]!;
  for (let i = 0; i < vector.length; i++) vector[i]! -= dot * unit[i]!;
}

function normalize(vector: Float64Array): void {
  const length = Math.hypot(...vector);
  for (let i = 0; i < vector.length; i++) vector[i]! /= length;
}
