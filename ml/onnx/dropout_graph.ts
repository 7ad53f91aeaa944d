import type { NetworkShape } from "../network.ts";
import { multiply } from "./expressions.ts";
import type { GraphBuilder, Value } from "./graph_builder.ts";
import { ElementType } from "./proto.ts";

/** What the dropouts of a network depend on. */
export interface DropoutPlan {
  readonly shape: NetworkShape;
  readonly batchSize: number;
  readonly sequenceLength: number;
  /** Share of hidden values dropped after each layer, 0 to below 1; rounded to 1/256. */
  readonly dropout: number;
}

/** A graph input of random bytes, one for each value that a dropout may drop. */
export interface DropoutInput {
  readonly name: string;
  readonly dims: readonly [rows: number, units: number];
}

/**
 * The random bytes that a step takes: after each layer but the last for every hour [hours·batch, units], after
 * the last one for its last hour [batch, units]. They come from outside, since the random operators of ONNX
 * keep their state in the session: a training that goes on after an interruption could not go on with them.
 */
export function dropoutInputs(plan: DropoutPlan): DropoutInput[] {
  const { shape: { layers, units }, batchSize, sequenceLength } = plan;
  if (keptShare(plan) === 1) return [];
  return Array.from({ length: layers }, (_, layer) => ({
    name: `dropout${layer}`,
    dims: [layer < layers - 1 ? sequenceLength * batchSize : batchSize, units] as const,
  }));
}

/** The share that is kept, as the bytes can tell it. */
function keptShare({ dropout }: DropoutPlan): number {
  return Math.max(1, Math.round((1 - dropout) * 256)) / 256;
}

/**
 * Declares the bytes of one layer and gives the factors for its values: 0 where dropped, 1/kept elsewhere, so
 * that the mean stays the same (Srivastava et al. 2014). `undefined` without dropout.
 */
export function dropoutFactors(
  g: GraphBuilder,
  plan: DropoutPlan,
  layer: number,
): Value | undefined {
  const input = dropoutInputs(plan)[layer];
  if (input === undefined) return undefined;
  const kept = keptShare(plan);
  const bytes = g.op("Cast", [g.input(input.name, input.dims, ElementType.uint8)], { to: 1 });
  const isKept = g.op("Less", [bytes, g.scalar(kept * 256)]);
  return multiply(g, g.op("Cast", [isKept], { to: 1 }), g.scalar(1 / kept));
}

/** A value, or the gradient on its way back, after dropout. */
export function throughDropout(g: GraphBuilder, value: Value, factors: Value | undefined): Value {
  return factors === undefined ? value : multiply(g, value, factors);
}
