import { basename, dirname, join } from "@std/path";
import { z } from "zod";
import { inputReferenceSchema } from "./drift.ts";
import { FEATURE_SET_VERSION, featureNames } from "./features/feature_set.ts";
import { QUANTILES } from "./forecast.ts";
import type { NetworkShape } from "./network.ts";
import { FORECAST_INPUT, FORECAST_OUTPUT } from "./onnx/export.ts";
import { type OnnxSession, openSession } from "./onnx/session.ts";
import { scalerSchema } from "./scaler.ts";

const blockSchema = z.object({ fromMs: z.number(), toMs: z.number() });

const calibrationSchema = z.object({
  offset90: z.array(z.number()),
  offset50: z.array(z.number()),
  offset80: z.array(z.number()).optional(),
  confidenceFactor: z.number().min(0).max(1),
});

/** Everything that serving a model needs beside its weights, and how it came to be. */
export const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/),
  type: z.enum(["LSTM", "GRU"]),
  layers: z.number().int().positive(),
  units: z.number().int().positive(),
  sequenceLength: z.number().int().positive(),
  horizonHours: z.number().int().positive(),
  quantiles: z.array(z.number().gt(0).lt(1)),
  features: z.object({ version: z.number().int(), names: z.array(z.string()).min(1) }),
  scaler: scalerSchema,
  /** Bins of the training inputs, for the drift watch; absent in models of the first releases. */
  inputs: inputReferenceSchema.optional(),
  /** How much of the network's departure from naive its weights keep; already folded into them. */
  shrinkage: z.object({ location: z.number(), spread: z.number() }),
  calibration: calibrationSchema,
  /** Open times of the blocks: weights, early stopping, conformal ranges, figures. */
  blocks: z.object({
    train: blockSchema,
    stop: blockSchema,
    calibrate: blockSchema,
    report: blockSchema,
  }),
  coins: z.array(z.string()).min(1),
  seed: z.number().int(),
  /** Steps made, and the one whose weights were kept. */
  steps: z.number().int().nonnegative(),
  bestStep: z.number().int().nonnegative(),
  engine: z.string(),
  engineReason: z.string(),
  /** Largest difference between tf.js and ONNX on random inputs. */
  agreement: z.number().nonnegative(),
  /** SHA-256 of the ONNX file, lower-case hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAtMs: z.number(),
});

export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** The network that a manifest describes. */
export function networkOf(manifest: Manifest): NetworkShape {
  return {
    type: manifest.type,
    layers: manifest.layers,
    units: manifest.units,
    features: manifest.features.names.length,
    outputs: manifest.horizonHours * manifest.quantiles.length,
  };
}

/** Why this program cannot serve a model, in one sentence; `null` where it can. */
export function whyNotServable(manifest: Manifest): string | null {
  const { features, quantiles, scaler, calibration, horizonHours } = manifest;
  if (features.version !== FEATURE_SET_VERSION) {
    return `it was trained on feature set ${features.version}, this program has ${FEATURE_SET_VERSION}`;
  }
  if (!sameList(features.names, featureNames)) return "its features are not those of this program";
  if (!sameList(quantiles, QUANTILES)) return "its quantiles are not those of this program";
  if (!sameList(scaler.names, features.names)) return "its scaler belongs to other features";
  if (
    calibration.offset90.length !== horizonHours || calibration.offset50.length !== horizonHours
  ) {
    return "its calibration belongs to another horizon";
  }
  return null;
}

function sameList<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

/** SHA-256 as lower-case hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A model cannot be used; the message says which and why, in one sentence. */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError";
}

/** Where the files of a model lie. */
export interface ModelPaths {
  readonly onnx: string;
  readonly manifest: string;
}

/** @throws ModelFileError for an id that is no plain name, so that no path leads out of `dir` */
export function modelPaths(dir: string, id: string): ModelPaths {
  if (!manifestSchema.shape.id.safeParse(id).success) {
    throw new ModelFileError(`"${id}" is not a model id.`);
  }
  return { onnx: join(dir, `${id}.onnx`), manifest: join(dir, `${id}.json`) };
}

/**
 * Writes a model's files so that a reader, or a start after a power cut, sees all of it or nothing: each file
 * is written aside, flushed and renamed; the manifest, without which the model is not there, comes last.
 * @throws ModelFileError when the bytes are not those of the manifest's checksum
 */
export async function installModel(
  dir: string,
  id: string,
  onnx: Uint8Array<ArrayBuffer>,
  manifest: Manifest,
): Promise<ModelPaths> {
  const paths = modelPaths(dir, id);
  if (manifest.id !== id) {
    throw new ModelFileError(`Manifest of "${manifest.id}" is not of "${id}".`);
  }
  if (await sha256(onnx) !== manifest.sha256) {
    throw new ModelFileError(
      `Model "${id}" was not installed: its checksum is not the manifest's.`,
    );
  }
  await Deno.mkdir(dir, { recursive: true });
  await writeAtomically(paths.onnx, onnx);
  const json = JSON.stringify(manifestSchema.parse(manifest), null, 2);
  await writeAtomically(paths.manifest, new TextEncoder().encode(json));
  return paths;
}

async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const prefix = `${basename(path)}.`;
  const aside = await Deno.makeTempFile({ dir: dirname(path), prefix, suffix: ".tmp" });
  try {
    const file = await Deno.open(aside, { write: true });
    try {
      for (let written = 0; written < bytes.length;) {
        written += await file.write(bytes.subarray(written));
      }
      await file.sync();
    } finally {
      file.close();
    }
    await Deno.rename(aside, path);
  } catch (error) {
    await Deno.remove(aside).catch(() => {});
    throw error;
  }
}

export interface LoadedModel {
  readonly manifest: Manifest;
  readonly onnx: Uint8Array<ArrayBuffer>;
}

/**
 * Reads an installed model: manifest valid and known to this program, checksum right. That its ONNX file
 * is a network of the manifest's shape is proved where it is opened, in a process of its own.
 * @throws ModelFileError with one plain sentence
 */
export async function loadModel(dir: string, id: string): Promise<LoadedModel> {
  const paths = modelPaths(dir, id);
  const manifest = parseManifest(
    id,
    readJson(id, await readModelFile(id, "manifest", paths.manifest)),
  );
  const onnx = await readModelFile(id, "ONNX file", paths.onnx);
  if (onnx.length === 0) throw new ModelFileError(`Model "${id}": its ONNX file is empty.`);
  if (await sha256(onnx) !== manifest.sha256) {
    throw new ModelFileError(
      `Model "${id}": its ONNX file is damaged, the checksum is not the manifest's.`,
    );
  }
  return { manifest, onnx };
}

async function readModelFile(
  id: string,
  what: string,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (cause) {
    const why = cause instanceof Deno.errors.NotFound ? "is missing" : `cannot be read: ${cause}`;
    throw new ModelFileError(`Model "${id}": its ${what} ${why}.`, { cause });
  }
}

function readJson(id: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ModelFileError(`Model "${id}": its manifest is not JSON.`, { cause });
  }
}

/** @throws ModelFileError for what is not the manifest of `id`, or not one that this program can serve */
export function parseManifest(id: string, json: unknown): Manifest {
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const place = issue.path.join(".");
    throw new ModelFileError(
      `Model "${id}": its manifest is wrong at "${place}": ${issue.message}.`,
    );
  }
  if (parsed.data.id !== id) {
    throw new ModelFileError(`Model "${id}": its manifest is that of "${parsed.data.id}".`);
  }
  const reason = whyNotServable(parsed.data);
  if (reason) throw new ModelFileError(`Model "${id}" cannot be served: ${reason}.`);
  return parsed.data;
}

/** Opens the ONNX file of a manifest. @throws ModelFileError when it is no model or of another shape */
export async function openModel(manifest: Manifest, onnx: Uint8Array): Promise<OnnxSession> {
  let session: OnnxSession;
  try {
    session = await openSession(onnx);
  } catch (cause) {
    throw new ModelFileError(`Model "${manifest.id}": its ONNX file is not a model.`, { cause });
  }
  const { features, outputs } = networkOf(manifest);
  const input = session.inputs[FORECAST_INPUT];
  const output = session.outputs[FORECAST_OUTPUT];
  if (input?.at(-1) === features && output?.at(-1) === outputs) return session;
  await session.close();
  throw new ModelFileError(
    `Model "${manifest.id}": its ONNX file takes ${input?.at(-1)} features and gives ` +
      `${output?.at(-1)} outputs, the manifest says ${features} and ${outputs}.`,
  );
}
