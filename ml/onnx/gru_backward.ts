import {
  add,
  multiply,
  oneMinus,
  sigmoidSlope,
  subtract,
  tanhSlope,
  transposed,
} from "./expressions.ts";
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
 * Back-propagation through time of one GRU layer.
 *
 * With h = (1−z)·n + z·h₋₁: pre-activation gradients δn = δh·(1−z)(1−n²), δ(r·h₋₁) = δn·Uₙᵀ,
 * δz = δh·(h₋₁−n)·z(1−z), δr = δ(r·h₋₁)·h₋₁·r(1−r); then δh₋₁ = δh·z + δ(r·h₋₁)·r + δz·U_zᵀ + δr·U_rᵀ.
 */
export function gruBackward(
  tape: Tape,
  trace: LayerTrace,
  weights: LayerWeights,
  upstream: Upstream,
  layer: number,
): GateGradients {
  const { g } = tape;
  const { update, reset, resetHidden, candidate } = trace.kept as Record<
    "update" | "reset" | "resetHidden" | "candidate",
    string
  >;
  const body = g.body(`gru_back${layer}`);
  const inputs = createLoopInputs(tape, body);
  const hiddenState = inputs.state("hidden");
  const change = subtract(g, trace.hiddenBefore, candidate);
  const byUpdate = inputs.slice(multiply(g, change, sigmoidSlope(g, update)));
  const byCandidate = inputs.slice(multiply(g, oneMinus(g, update), tanhSlope(g, candidate)));
  const byReset = inputs.slice(multiply(g, trace.hiddenBefore, sigmoidSlope(g, reset)));
  const updateSlice = inputs.slice(update);
  const resetSlice = inputs.slice(reset);
  const through = (gradient: string, gate: number) =>
    body.op("MatMul", [gradient, transposed(g, weights.recurrents[gate]!)]);

  const hidden = "sequence" in upstream
    ? add(body, hiddenState, inputs.slice(upstream.sequence))
    : hiddenState;
  const candidateGradient = multiply(body, hidden, byCandidate);
  const resetHiddenGradient = through(candidateGradient, 2);
  const updateGradient = multiply(body, hidden, byUpdate);
  const resetGradient = multiply(body, resetHiddenGradient, byReset);
  const hiddenBefore = add(
    body,
    multiply(body, hidden, updateSlice),
    multiply(body, resetHiddenGradient, resetSlice),
    through(updateGradient, 0),
    through(resetGradient, 1),
  );
  const gates = [updateGradient, resetGradient, candidateGradient];
  declareOutputs(tape, body, [hiddenBefore, ...gates]);
  const out = scanHours(tape, {
    states: ["last" in upstream ? upstream.last : tape.zeroState],
    sequences: inputs.sequences,
    body,
    results: gates.length,
    backwards: true,
  });
  return {
    preActivations: out.slice(1),
    recurrentInputs: [trace.hiddenBefore, trace.hiddenBefore, resetHidden],
  };
}
