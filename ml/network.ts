/** The recurrent cell of a network. */
export type CellType = "LSTM" | "GRU";

/** The shape of a network: stacked recurrent layers, then one dense layer on the last hidden state. */
export interface NetworkShape {
  readonly type: CellType;
  readonly layers: number;
  readonly units: number;
  /** Inputs for each hour. */
  readonly features: number;
  /** Numbers that the dense layer gives: horizons × quantiles, quantile fastest. */
  readonly outputs: number;
}

/** One weight array of a network. */
export interface ParameterSlot {
  readonly name: string;
  readonly dims: readonly number[];
  readonly size: number;
  readonly offset: number;
}

/** Gates in the cell: LSTM input, forget, candidate, output; GRU update, reset, candidate. */
export function gateCount(type: CellType): number {
  return type === "LSTM" ? 4 : 3;
}

/**
 * The weights of a network in the order of tf.js `LayersModel.getWeights()`: for each layer the kernel
 * [inputs, gates·units], the recurrent kernel [units, gates·units] and the bias [gates·units]; then the
 * dense kernel [units, outputs] and bias [outputs]. All engines keep them as one flat vector in this order.
 */
export function parameterLayout(shape: NetworkShape): ParameterSlot[] {
  const width = gateCount(shape.type) * shape.units;
  const dims: [string, number[]][] = [];
  for (let layer = 0; layer < shape.layers; layer++) {
    const inputs = layer === 0 ? shape.features : shape.units;
    dims.push([`kernel${layer}`, [inputs, width]]);
    dims.push([`recurrent${layer}`, [shape.units, width]]);
    dims.push([`bias${layer}`, [width]]);
  }
  dims.push(["denseKernel", [shape.units, shape.outputs]], ["denseBias", [shape.outputs]]);
  return withOffsets(dims);
}

function withOffsets(entries: readonly [string, number[]][]): ParameterSlot[] {
  let offset = 0;
  return entries.map(([name, dims]) => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    const slot = { name, dims, size, offset };
    offset += size;
    return slot;
  });
}

/** Length of the flat parameter vector. */
export function parameterCount(shape: NetworkShape): number {
  return parameterLayout(shape).reduce((sum, slot) => sum + slot.size, 0);
}

/** Joins weight arrays in layout order to the flat vector. */
export function flattenParameters(
  shape: NetworkShape,
  weights: readonly Float32Array[],
): Float32Array<ArrayBuffer> {
  const flat = new Float32Array(parameterCount(shape));
  const layout = parameterLayout(shape);
  if (weights.length !== layout.length) {
    throw new Error(`Network has ${layout.length} weight arrays, got ${weights.length}`);
  }
  layout.forEach((slot, index) => {
    const data = weights[index]!;
    if (data.length !== slot.size) {
      throw new Error(`Weight "${slot.name}" has ${slot.size} numbers, got ${data.length}`);
    }
    flat.set(data, slot.offset);
  });
  return flat;
}

/** Cuts the flat vector into copies of the weight arrays in layout order. */
export function splitParameters(shape: NetworkShape, flat: Float32Array): Float32Array[] {
  return parameterLayout(shape).map((slot) => flat.slice(slot.offset, slot.offset + slot.size));
}
