import { z } from "zod";
import type { OptimizerState } from "../engines/adam.ts";

/** Where training stands; enough to go on after the process was killed. */
export interface Checkpoint {
  /** Describes the network and its inputs; a checkpoint fits only the same. */
  readonly fingerprint: string;
  readonly state: OptimizerState;
  /** The running average of the weights, which is what is validated and kept. */
  readonly average: Float32Array;
  /** Weights of the best validation so far, in layout order. */
  readonly best: Float32Array;
  readonly bestLoss: number;
  readonly bestStep: number;
  /** The smoothed training loss and the latest validation's; `NaN` before the first. */
  readonly loss: number;
  readonly validationLoss: number;
  readonly validationsWithoutImprovement: number;
  /** Training time used, milliseconds. */
  readonly elapsedMs: number;
}

const headerSchema = z.object({
  format: z.literal("training-checkpoint-2"),
  fingerprint: z.string(),
  parameters: z.number().int().positive(),
  steps: z.number().int().nonnegative(),
  bestLoss: z.number().nullable(),
  bestStep: z.number().int().nonnegative(),
  loss: z.number().nullable(),
  validationLoss: z.number().nullable(),
  validationsWithoutImprovement: z.number().int().nonnegative(),
  elapsedMs: z.number().nonnegative(),
});

/** Layout: header length (uint32, little-endian), header JSON, then five float32 vectors. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { state, average, best } = checkpoint;
  const known = (value: number) => Number.isFinite(value) ? value : null;
  const header = new TextEncoder().encode(JSON.stringify({
    format: "training-checkpoint-2",
    fingerprint: checkpoint.fingerprint,
    parameters: state.parameters.length,
    steps: state.steps,
    bestLoss: known(checkpoint.bestLoss),
    bestStep: checkpoint.bestStep,
    loss: known(checkpoint.loss),
    validationLoss: known(checkpoint.validationLoss),
    validationsWithoutImprovement: checkpoint.validationsWithoutImprovement,
    elapsedMs: checkpoint.elapsedMs,
  }));
  const vectors = [state.parameters, state.first, state.second, average, best];
  const bytes = new Uint8Array(4 + header.length + vectors.length * best.byteLength);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  vectors.forEach((vector, place) => {
    const raw = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
    bytes.set(raw, 4 + header.length + place * best.byteLength);
  });
  return bytes;
}

/** Gives `null` for bytes that are no checkpoint, cut short, or of another network. */
export function decodeCheckpoint(bytes: Uint8Array, fingerprint: string): Checkpoint | null {
  const parsed = readHeader(bytes);
  if (parsed === null || parsed.header.fingerprint !== fingerprint) return null;
  const { header, end } = parsed;
  const size = header.parameters * 4;
  if (bytes.length !== end + 5 * size) return null;
  const vector = (place: number) =>
    new Float32Array(bytes.slice(end + place * size, end + (place + 1) * size).buffer);
  return {
    fingerprint,
    state: { parameters: vector(0), first: vector(1), second: vector(2), steps: header.steps },
    average: vector(3),
    best: vector(4),
    bestLoss: header.bestLoss ?? Infinity,
    bestStep: header.bestStep,
    loss: header.loss ?? NaN,
    validationLoss: header.validationLoss ?? NaN,
    validationsWithoutImprovement: header.validationsWithoutImprovement,
    elapsedMs: header.elapsedMs,
  };
}

function readHeader(bytes: Uint8Array) {
  if (bytes.length < 4) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(4, 4 + length));
    return { header: headerSchema.parse(JSON.parse(text)), end: 4 + length };
  } catch {
    return null;
  }
}
