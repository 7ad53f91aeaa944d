import {
  AttributeKind,
  type AttributeMessage,
  ElementType,
  type ElementTypeCode,
  type GraphMessage,
  type NodeMessage,
  type TensorMessage,
  type ValueInfoMessage,
} from "./proto.ts";

/** The name of a tensor in a graph: what one operator gives and the next one takes. */
export type Value = string;

/** Plain numbers are integers in ONNX attributes; this marks a floating-point one. */
export interface FloatAttribute {
  readonly float: number;
}

export type AttributeValue =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | FloatAttribute
  | GraphBuilder;

export type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * Collects the nodes of one ONNX graph. A body (of `Scan`) shares its parent's counter, so that names
 * are unique over all nested graphs, as ONNX demands, and equal from one build to the next.
 */
export class GraphBuilder {
  readonly #nodes: NodeMessage[] = [];
  readonly #initializers: TensorMessage[] = [];
  readonly #inputs: ValueInfoMessage[] = [];
  readonly #outputs: ValueInfoMessage[] = [];
  readonly #constants = new Map<string, Value>();
  readonly #counter: { next: number };

  constructor(readonly name: string, counter: { next: number } = { next: 0 }) {
    this.#counter = counter;
  }

  /** A nested graph that may use values of this one. */
  body(name: string): GraphBuilder {
    return new GraphBuilder(name, this.#counter);
  }

  /** Adds a node with one output; `name` fixes the output's name, for outputs of the whole graph. */
  op(type: string, inputs: readonly Value[], attributes: Attributes = {}, name?: string): Value {
    const output = name ?? this.#fresh(type);
    this.#push(type, inputs, [output], attributes);
    return output;
  }

  /** Adds a node with `count` outputs. */
  ops(type: string, inputs: readonly Value[], attributes: Attributes, count: number): Value[] {
    const outputs = Array.from({ length: count }, () => this.#fresh(type));
    this.#push(type, inputs, outputs, attributes);
    return outputs;
  }

  input(
    name: string,
    dims: readonly (number | string)[],
    elementType: ElementTypeCode = ElementType.float,
  ): Value {
    this.#inputs.push(describeValue(name, dims, elementType));
    return name;
  }

  output(name: Value, dims: readonly (number | string)[]): void {
    this.#outputs.push(describeValue(name, dims, ElementType.float));
  }

  /** A float32 constant. */
  constant(data: Float32Array, dims: readonly number[]): Value {
    return this.#initialize("const", data, dims, ElementType.float);
  }

  /** An int64 vector, as `Reshape`, `Slice` and `Split` take; equal ones are stored once. */
  integers(...values: number[]): Value {
    return this.#once(
      `int64:${values}`,
      () =>
        this.#initialize(
          "ints",
          BigInt64Array.from(values, BigInt),
          [values.length],
          ElementType.int64,
        ),
    );
  }

  /** A float32 scalar; equal ones are stored once. */
  scalar(value: number): Value {
    return this.#once(
      `float:${value}`,
      () => this.#initialize("scalar", Float32Array.of(value), [], ElementType.float),
    );
  }

  message(): GraphMessage {
    return {
      name: this.name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    };
  }

  #fresh(type: string): string {
    return `${type}_${this.#counter.next++}`;
  }

  #push(type: string, inputs: readonly Value[], outputs: Value[], attributes: Attributes): void {
    this.#nodes.push({
      op_type: type,
      name: this.#fresh(`node_${type}`),
      input: [...inputs],
      output: outputs,
      attribute: Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value)),
    });
  }

  #once(key: string, create: () => Value): Value {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const created = create();
    this.#constants.set(key, created);
    return created;
  }

  #initialize(
    prefix: string,
    data: Float32Array | BigInt64Array,
    dims: readonly number[],
    elementType: ElementTypeCode,
  ): Value {
    const name = this.#fresh(prefix);
    this.#initializers.push({
      name,
      dims: [...dims],
      data_type: elementType,
      raw_data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    });
    return name;
  }
}

function describeValue(
  name: string,
  dims: readonly (number | string)[],
  elementType: ElementTypeCode,
): ValueInfoMessage {
  const dim = dims.map((size) =>
    typeof size === "string" ? { dim_param: size } : { dim_value: size }
  );
  return { name, type: { tensor_type: { elem_type: elementType, shape: { dim } } } };
}

function encodeAttribute(name: string, value: AttributeValue): AttributeMessage {
  if (value instanceof GraphBuilder) {
    return { name, type: AttributeKind.graph, g: value.message() };
  }
  if (typeof value === "number") return { name, type: AttributeKind.int, i: value };
  if (typeof value === "string") return { name, type: AttributeKind.string, s: utf8(value) };
  if (isFloat(value)) return { name, type: AttributeKind.float, f: value.float };
  if (value.every((entry) => typeof entry === "number")) {
    return { name, type: AttributeKind.ints, ints: [...value] };
  }
  return { name, type: AttributeKind.strings, strings: value.map((entry) => utf8(String(entry))) };
}

function isFloat(
  value: FloatAttribute | readonly number[] | readonly string[],
): value is FloatAttribute {
  return "float" in value;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
