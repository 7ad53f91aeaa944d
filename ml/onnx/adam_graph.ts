import { add, multiply, subtract } from "./expressions.ts";
import type { GraphBuilder, Value } from "./graph_builder.ts";
import { ADAM } from "../engines/adam.ts";

/** Gradient clipped to a global L2 norm of `clipNorm` (Pascanu et al. 2013); 0 leaves it. */
export function clippedGradient(
  g: GraphBuilder,
  gradient: Value,
  norm: Value,
  clipNorm: number,
): Value {
  if (clipNorm <= 0) return gradient;
  const ratio = g.op("Div", [g.scalar(clipNorm), add(g, norm, g.scalar(1e-6))]);
  return multiply(g, gradient, g.op("Min", [g.scalar(1), ratio]));
}

/**
 * One Adam step (Kingma & Ba 2015) on flat vectors; gives the outputs `nextParameters`, `nextFirst`,
 * `nextSecond`. The bias corrections are inputs, since they depend on the number of the step.
 */
export function adamGraph(g: GraphBuilder, gradient: Value): Value[] {
  const { beta1, beta2, epsilon } = ADAM;
  const first = g.op(
    "Add",
    [
      multiply(g, "first", g.scalar(beta1)),
      multiply(g, gradient, g.scalar(1 - beta1)),
    ],
    {},
    "nextFirst",
  );
  const second = g.op(
    "Add",
    [
      multiply(g, "second", g.scalar(beta2)),
      multiply(g, gradient, gradient, g.scalar(1 - beta2)),
    ],
    {},
    "nextSecond",
  );
  const root = g.op("Sqrt", [multiply(g, second, "correction2")]);
  const step = g.op("Div", [
    multiply(g, "learningRate", "correction1", first),
    add(g, root, g.scalar(epsilon)),
  ]);
  const parameters = subtract(g, "parameters", step);
  return [g.op("Identity", [parameters], {}, "nextParameters"), first, second];
}
