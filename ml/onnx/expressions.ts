import type { GraphBuilder, Value } from "./graph_builder.ts";

/** Element-wise arithmetic on graph values, so that the mathematics reads as such. */

export function add(g: GraphBuilder, first: Value, ...others: Value[]): Value {
  return others.reduce((sum, value) => g.op("Add", [sum, value]), first);
}

export function subtract(g: GraphBuilder, left: Value, right: Value): Value {
  return g.op("Sub", [left, right]);
}

export function multiply(g: GraphBuilder, first: Value, ...others: Value[]): Value {
  return others.reduce((product, value) => g.op("Mul", [product, value]), first);
}

export function oneMinus(g: GraphBuilder, value: Value): Value {
  return g.op("Sub", [g.scalar(1), value]);
}

/** Derivative of the sigmoid, from its result s: s·(1 − s). */
export function sigmoidSlope(g: GraphBuilder, result: Value): Value {
  return multiply(g, result, oneMinus(g, result));
}

/** Derivative of tanh, from its result t: 1 − t². */
export function tanhSlope(g: GraphBuilder, result: Value): Value {
  return oneMinus(g, multiply(g, result, result));
}

export function transposed(g: GraphBuilder, matrix: Value): Value {
  return g.op("Transpose", [matrix], { perm: [1, 0] });
}

/** Aᵀ·B of two matrices. */
export function transposedProduct(g: GraphBuilder, left: Value, right: Value): Value {
  return g.op("Gemm", [left, right], { transA: 1 });
}

export function reshaped(g: GraphBuilder, value: Value, ...dims: number[]): Value {
  return g.op("Reshape", [value, g.integers(...dims)]);
}

/** Sum over the rows of a matrix. */
export function columnSums(g: GraphBuilder, matrix: Value): Value {
  return g.op("ReduceSum", [matrix, g.integers(0)], { keepdims: 0 });
}
