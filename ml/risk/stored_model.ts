import { z } from "zod";
import type { IsolationTree } from "./isolation_forest.ts";
import type { RiskModel } from "./risk_model.ts";
import { RISK_FEATURES, RISK_FEATURES_VERSION } from "./transfer_features.ts";

/** A model as text with the hash of that text. */
export interface StoredRiskModel {
  readonly document: string;
  readonly sha256: string;
}

const treeSchema = z.object({
  feature: z.array(z.int().min(-1).max(RISK_FEATURES.length - 1)).min(1),
  split: z.array(z.number()),
  left: z.array(z.int()),
}).refine(leadsDown, { error: "has a tree that does not lead to its leaves" });

const modelSchema = z.object({
  featuresVersion: z.literal(RISK_FEATURES_VERSION),
  features: z.array(z.string()).refine((names) => names.join() === RISK_FEATURES.join()),
  population: z.object({ median: z.number(), spread: z.number().min(0) }),
  forest: z.object({ sampleSize: z.int().min(1), trees: z.array(treeSchema).min(1) }),
  scoreQuantiles: z.array(z.number()),
  usual: z.array(z.number()).length(RISK_FEATURES.length),
  transfers: z.int().min(1),
  seed: z.int(),
});

export async function storeModel(model: RiskModel): Promise<StoredRiskModel> {
  const document = JSON.stringify(model);
  return { document, sha256: await hashOf(document) };
}

/**
 * Reads a stored model back.
 * @throws Error in one plain sentence where the text is not what was stored, or is of another version
 */
export async function restoreModel({ document, sha256 }: StoredRiskModel): Promise<RiskModel> {
  if (await hashOf(document) !== sha256) {
    throw new Error("The stored risk model does not match its checksum.");
  }
  const parsed = modelSchema.safeParse(JSON.parse(document));
  if (!parsed.success) throw new Error("The stored risk model is of another version, or not one.");
  return parsed.data;
}

/** Every child lies behind its parent, so that no path goes round. */
function leadsDown({ feature, split, left }: IsolationTree): boolean {
  const nodes = feature.length;
  return split.length === nodes && left.length === nodes &&
    feature.every((one, node) => one < 0 || (left[node]! > node && left[node]! + 1 < nodes));
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
