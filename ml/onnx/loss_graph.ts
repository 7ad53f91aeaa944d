import { multiply, reshaped, subtract } from "./expressions.ts";
import type { GraphBuilder, Value } from "./graph_builder.ts";

/** The loss that a training graph minimises. */
export type TrainingLoss =
  | {
    /** Mean pinball loss over horizons and quantiles (Koenker & Bassett 1978). */
    readonly kind: "pinball";
    readonly quantiles: readonly number[];
  }
  | { readonly kind: "squared" };

/** The loss and its gradient with respect to the prediction, the latter times `lossScale`. */
export interface LossValues {
  readonly loss: Value;
  readonly gradient: Value;
}

export interface LossInputs {
  /** [batch, outputs] */
  readonly prediction: Value;
  /** [batch, horizons] */
  readonly target: Value;
  readonly batchSize: number;
  readonly outputs: number;
  readonly lossScale: number;
}

/** How many target values belong to one sample. */
export function targetWidth(loss: TrainingLoss, outputs: number): number {
  return loss.kind === "pinball" ? outputs / loss.quantiles.length : outputs;
}

export function lossGraph(g: GraphBuilder, loss: TrainingLoss, inputs: LossInputs): LossValues {
  return loss.kind === "pinball"
    ? pinballGraph(g, loss.quantiles, inputs)
    : squaredGraph(g, inputs);
}

/** Each target is compared with all its quantiles: max(q·d, (q−1)·d), d = target − prediction. */
function pinballGraph(
  g: GraphBuilder,
  quantiles: readonly number[],
  { prediction, target, batchSize, outputs, lossScale }: LossInputs,
): LossValues {
  const count = quantiles.length;
  const horizons = outputs / count;
  const over = g.constant(Float32Array.from(quantiles), [1, 1, count]);
  const under = g.constant(Float32Array.from(quantiles, (q) => q - 1), [1, 1, count]);
  const error = subtract(
    g,
    reshaped(g, target, batchSize, horizons, 1),
    reshaped(g, prediction, batchSize, horizons, count),
  );
  const each = g.op("Max", [multiply(g, over, error), multiply(g, under, error)]);
  const loss = g.op("ReduceMean", [each], { keepdims: 0 }, "loss");
  const above = g.op("GreaterOrEqual", [error, g.scalar(0)]);
  const slope = g.op("Where", [above, g.op("Neg", [over]), g.op("Neg", [under])]);
  const scaled = multiply(g, slope, g.scalar(lossScale / (batchSize * outputs)));
  return { loss, gradient: reshaped(g, scaled, batchSize, outputs) };
}

function squaredGraph(
  g: GraphBuilder,
  { prediction, target, batchSize, outputs, lossScale }: LossInputs,
): LossValues {
  const error = subtract(g, target, prediction);
  const loss = g.op("ReduceMean", [multiply(g, error, error)], { keepdims: 0 }, "loss");
  return { loss, gradient: multiply(g, error, g.scalar(-2 * lossScale / (batchSize * outputs))) };
}
