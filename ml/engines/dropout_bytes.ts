import { dropoutInputs, type DropoutPlan } from "../onnx/dropout_graph.ts";
import type { ByteTensor } from "../onnx/session.ts";

/**
 * The random bytes of the dropouts of one step. They depend on the seed and the step alone: whichever engine
 * runs the graph, and however often training was interrupted before, the same values are dropped.
 */
export function dropoutBytes(
  plan: DropoutPlan & { readonly seed: number },
  step: number,
): Record<string, ByteTensor> {
  const entries = dropoutInputs(plan).map(({ name, dims }, layer) => {
    const state = mix(mix(mix(plan.seed) ^ layer) ^ step);
    return [name, { data: randomBytes(dims[0] * dims[1], state), dims }] as const;
  });
  return Object.fromEntries(entries);
}

/** Four bytes at a time from xorshift (Marsaglia 2003): a million of them take a millisecond. */
function randomBytes(count: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(count / 4));
  let state = seed === 0 ? 1 : seed;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return new Uint8Array(words.buffer, 0, count);
}

/** The finaliser of MurmurHash3: near numbers become far ones. */
function mix(value: number): number {
  let mixed = (value + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
