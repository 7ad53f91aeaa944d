import { add, multiply, sigmoidSlope, tanhSlope, transposed } from "./expressions.ts";
import {
  createLoopInputs,
  declareOutputs,
  type GateGradients,
  type LayerTrace,
  type LayerWeights,
  scanHours,
  type Tape,
  type Upstream,
} from "./tape.ts";

/**
 * Back-propagation through time of one LSTM layer. All factors that do not depend on the recursion are
 * computed for all hours at once, outside the loop.
 *
 * With δh, δc the gradients of hidden and cell state: δc += δh·o·(1−tanh²c); the gates' pre-activations get
 * δc·g·i(1−i), δc·c₋₁·f(1−f), δc·i·(1−g²), δh·tanh c·o(1−o); then δc₋₁ = δc·f, δh₋₁ = Σ δz·Uᵀ.
 */
export function lstmBackward(
  tape: Tape,
  trace: LayerTrace,
  weights: LayerWeights,
  upstream: Upstream,
  layer: number,
): GateGradients {
  const { g } = tape;
  const { enter, forget, candidate, exit, cellTanh, cellBefore } = trace.kept as Record<
    "enter" | "forget" | "candidate" | "exit" | "cellTanh" | "cellBefore",
    string
  >;
  const body = g.body(`lstm_back${layer}`);
  const inputs = createLoopInputs(tape, body);
  const hiddenState = inputs.state("hidden");
  const cellState = inputs.state("cell");
  const byEnter = inputs.slice(multiply(g, candidate, sigmoidSlope(g, enter)));
  const byForget = inputs.slice(multiply(g, cellBefore, sigmoidSlope(g, forget)));
  const byCandidate = inputs.slice(multiply(g, enter, tanhSlope(g, candidate)));
  const byExit = inputs.slice(multiply(g, cellTanh, sigmoidSlope(g, exit)));
  const byCell = inputs.slice(multiply(g, exit, tanhSlope(g, cellTanh)));
  const forgetSlice = inputs.slice(forget);

  const hidden = "sequence" in upstream
    ? add(body, hiddenState, inputs.slice(upstream.sequence))
    : hiddenState;
  const cell = add(body, cellState, multiply(body, hidden, byCell));
  const gates = [
    multiply(body, cell, byEnter),
    multiply(body, cell, byForget),
    multiply(body, cell, byCandidate),
    multiply(body, hidden, byExit),
  ];
  const products = gates.map((gradient, gate) =>
    body.op("MatMul", [gradient, transposed(g, weights.recurrents[gate]!)])
  );
  const hiddenBefore = add(body, products[0]!, ...products.slice(1));
  const cellBeforeGradient = multiply(body, cell, forgetSlice);
  declareOutputs(tape, body, [hiddenBefore, cellBeforeGradient, ...gates]);
  const out = scanHours(tape, {
    states: ["last" in upstream ? upstream.last : tape.zeroState, tape.zeroState],
    sequences: inputs.sequences,
    body,
    results: gates.length,
    backwards: true,
  });
  return { preActivations: out.slice(2), recurrentInputs: gates.map(() => trace.hiddenBefore) };
}
