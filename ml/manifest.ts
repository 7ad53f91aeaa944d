import { z } from "zod";
import { FEATURE_SET_VERSION, featureNames } from "./features/feature_set.ts";
import { QUANTILES } from "./forecast.ts";
import type { NetworkShape } from "./network.ts";
import { scalerSchema } from "./scaler.ts";

const blockSchema = z.object({ fromMs: z.number(), toMs: z.number() });

const calibrationSchema = z.object({
  offset90: z.array(z.number()),
  offset50: z.array(z.number()),
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
