import { add, multiply } from "./expressions.ts";
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
 * Forward pass of one LSTM layer (Hochreiter & Schmidhuber 1997, with forget gate), keeping what the
 * backward pass needs. The input's share of the gates is one product over all hours; only the recurrent
 * share stays in the loop. Gates in the order input, forget, candidate, output.
 * @param input [hours·batch, inputs]
 */
export function lstmForward(
  tape: Tape,
  input: Value,
  weights: LayerWeights,
  layer: number,
): LayerTrace {
  const { g } = tape;
  const fromInput = weights.kernels.map((kernel, gate) =>
    unflattenHours(tape, g.op("Gemm", [input, kernel, weights.biases[gate]!]))
  );
  const body = g.body(`lstm${layer}`);
  const inputs = createLoopInputs(tape, body);
  const hidden = inputs.state("hidden");
  const cell = inputs.state("cell");
  const gate = (index: number, activation: string): Value => {
    const recurrent = body.op("MatMul", [hidden, weights.recurrents[index]!]);
    return body.op(activation, [add(body, recurrent, inputs.slice(fromInput[index]!))]);
  };
  const enter = gate(0, "Sigmoid");
  const forget = gate(1, "Sigmoid");
  const candidate = gate(2, "Tanh");
  const exit = gate(3, "Sigmoid");
  const newCell = add(body, multiply(body, forget, cell), multiply(body, enter, candidate));
  const cellTanh = body.op("Tanh", [newCell]);
  const newHidden = multiply(body, exit, cellTanh);
  const results = [enter, forget, candidate, exit, cellTanh, newCell, newHidden];
  declareOutputs(tape, body, [newHidden, newCell, ...results]);
  const out = scanHours(tape, {
    states: [tape.zeroState, tape.zeroState],
    sequences: inputs.sequences,
    body,
    results: results.length,
  });
  return {
    input,
    last: out[0]!,
    hidden: out[8]!,
    hiddenBefore: delayed(tape, out[8]!),
    kept: {
      enter: out[2]!,
      forget: out[3]!,
      candidate: out[4]!,
      exit: out[5]!,
      cellTanh: out[6]!,
      cellBefore: delayed(tape, out[7]!),
    },
  };
}
