import { add, multiply, subtract } from "./expressions.ts";
import type { Value } from "./graph_builder.ts";
import {
  createLoopInputs,
  declareOutputs,
  delayed,
  type LayerTrace,
  type LayerWeights,
  scanHours,
  type Tape,
  unflattenHours,
} from "./tape.ts";

/**
 * Forward pass of one GRU layer (Cho et al. 2014: the reset gate acts before the recurrent product, as in
 * tf.js), keeping what the backward pass needs. Gates in the order update, reset, candidate.
 * @param input [hours·batch, inputs]
 */
export function gruForward(
  tape: Tape,
  input: Value,
  weights: LayerWeights,
  layer: number,
): LayerTrace {
  const { g } = tape;
  const fromInput = weights.kernels.map((kernel, gate) =>
    unflattenHours(tape, g.op("Gemm", [input, kernel, weights.biases[gate]!]))
  );
  const body = g.body(`gru${layer}`);
  const inputs = createLoopInputs(tape, body);
  const hidden = inputs.state("hidden");
  const gate = (index: number, state: Value, activation: string): Value => {
    const recurrent = body.op("MatMul", [state, weights.recurrents[index]!]);
    return body.op(activation, [add(body, recurrent, inputs.slice(fromInput[index]!))]);
  };
  const update = gate(0, hidden, "Sigmoid");
  const reset = gate(1, hidden, "Sigmoid");
  const resetHidden = multiply(body, reset, hidden);
  const candidate = gate(2, resetHidden, "Tanh");
  const newHidden = add(
    body,
    candidate,
    multiply(body, update, subtract(body, hidden, candidate)),
  );
  const results = [update, reset, resetHidden, candidate, newHidden];
  declareOutputs(tape, body, [newHidden, ...results]);
  const out = scanHours(tape, {
    states: [tape.zeroState],
    sequences: inputs.sequences,
    body,
    results: results.length,
  });
  return {
    input,
    last: out[0]!,
    hidden: out[5]!,
    hiddenBefore: delayed(tape, out[5]!),
    kept: { update: out[1]!, reset: out[2]!, resetHidden: out[3]!, candidate: out[4]! },
  };
}
