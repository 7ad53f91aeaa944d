import type { NetworkShape } from "../network.ts";
import { reshaped } from "./expressions.ts";
import type { GraphBuilder, Value } from "./graph_builder.ts";

/** What the forward and backward builders of every layer need: the graph and its fixed sizes. */
export interface Tape {
  readonly g: GraphBuilder;
  readonly shape: NetworkShape;
  readonly batchSize: number;
  readonly sequenceLength: number;
  /** Zeros [batch, units]: the state before the first hour. */
  readonly zeroState: Value;
  /** Zeros [1, batch, units], to shift a sequence by one hour. */
  readonly zeroStep: Value;
}

/** Weights of one recurrent layer cut by gate: split once, outside the loop over hours. */
export interface LayerWeights {
  /** Per gate [inputs, units]. */
  readonly kernels: readonly Value[];
  /** Per gate [units, units]. */
  readonly recurrents: readonly Value[];
  /** Per gate [units]. */
  readonly biases: readonly Value[];
}

/** What a layer's forward pass leaves for its backward pass. Sequences are [hours, batch, units]. */
export interface LayerTrace {
  /** The layer's input, [hours·batch, inputs]. */
  readonly input: Value;
  readonly hidden: Value;
  /** `hidden` one hour earlier, zeros first. */
  readonly hiddenBefore: Value;
  /** Hidden state after the last hour, [batch, units]. */
  readonly last: Value;
  /** The cell's own intermediate sequences by name. */
  readonly kept: Readonly<Record<string, Value>>;
}

/** The loss's gradient as it reaches a layer: by its last state (top layer) or by every hour. */
export type Upstream = { readonly last: Value } | { readonly sequence: Value };

/** Per gate: gradient before the activation, and the sequence that the recurrent kernel multiplied. */
export interface GateGradients {
  readonly preActivations: readonly Value[];
  readonly recurrentInputs: readonly Value[];
}

export function createTape(
  g: GraphBuilder,
  sizes: { shape: NetworkShape; batchSize: number; sequenceLength: number },
): Tape {
  const { batchSize, shape } = sizes;
  const zeros = new Float32Array(batchSize * shape.units);
  return {
    g,
    ...sizes,
    zeroState: g.constant(zeros, [batchSize, shape.units]),
    zeroStep: g.constant(zeros, [1, batchSize, shape.units]),
  };
}

/** [hours, batch, width] → [hours·batch, width]. */
export function flattenHours(tape: Tape, sequence: Value, width: number): Value {
  return reshaped(tape.g, sequence, tape.sequenceLength * tape.batchSize, width);
}

/** [hours·batch, units] → [hours, batch, units]. */
export function unflattenHours(tape: Tape, flat: Value): Value {
  return reshaped(tape.g, flat, tape.sequenceLength, tape.batchSize, tape.shape.units);
}

/** The sequence one hour later: zeros first, the last hour dropped. */
export function delayed(tape: Tape, sequence: Value): Value {
  const { g, sequenceLength } = tape;
  const allButLast = g.op("Slice", [
    sequence,
    g.integers(0),
    g.integers(sequenceLength - 1),
    g.integers(0),
  ]);
  return g.op("Concat", [tape.zeroStep, allButLast], { axis: 0 });
}

/** A loop over hours: state in, one slice of each sequence in; state out, one slice of each result out. */
export interface HourLoop {
  readonly states: readonly Value[];
  readonly sequences: readonly Value[];
  readonly body: GraphBuilder;
  /** Outputs of the body beyond the states. */
  readonly results: number;
  /** Runs from the last hour to the first, for the backward pass. */
  readonly backwards?: boolean;
}

/** Adds an ONNX `Scan`; gives the final states, then the result sequences in the order of the hours. */
export function scanHours(tape: Tape, loop: HourLoop): Value[] {
  const direction = loop.backwards ? 1 : 0;
  return tape.g.ops(
    "Scan",
    [...loop.states, ...loop.sequences],
    {
      num_scan_inputs: loop.sequences.length,
      scan_input_directions: loop.sequences.map(() => direction),
      scan_output_directions: Array.from({ length: loop.results }, () => direction),
      body: loop.body,
    },
    loop.states.length + loop.results,
  );
}

/** Names the inputs of a loop body [batch, units] and collects the sequences that feed them. */
export function createLoopInputs(tape: Tape, body: GraphBuilder) {
  const dims = [tape.batchSize, tape.shape.units];
  const sequences: Value[] = [];
  return {
    sequences,
    state: (name: string): Value => body.input(`${body.name}_${name}`, dims),
    slice(sequence: Value): Value {
      sequences.push(sequence);
      return body.input(`${body.name}_slice${sequences.length}`, dims);
    },
  };
}

/** Declares the outputs of a loop body; a state that is also a result needs a name of its own. */
export function declareOutputs(tape: Tape, body: GraphBuilder, values: readonly Value[]): void {
  const seen = new Set<Value>();
  for (const value of values) {
    const output = seen.has(value) ? body.op("Identity", [value]) : value;
    seen.add(value);
    body.output(output, [tape.batchSize, tape.shape.units]);
  }
}
