import { z } from "zod";
import type { ListedModel } from "./schema.ts";

const time = z.number().transform((ms) => new Date(ms).toISOString());
const block = z.object({ fromMs: time, toMs: time })
  .transform(({ fromMs, toMs }) => ({ from: fromMs, to: toMs }));

/** The parts of a manifest that are shown; serving a model checks all of it. */
const manifestFacts = z.object({
  layers: z.number(),
  units: z.number(),
  sequenceLength: z.number(),
  horizonHours: z.number(),
  features: z.object({ version: z.number(), names: z.array(z.string()) }),
  coins: z.array(z.string()),
  blocks: z.object({ train: block, report: block }),
  seed: z.number(),
  steps: z.number(),
  bestStep: z.number(),
  agreement: z.number(),
  shrinkage: z.object({ location: z.number(), spread: z.number() }),
  sha256: z.string(),
});

/** `null` for a manifest of another program. */
export function readFacts(manifest: unknown): ListedModel["facts"] {
  const parsed = manifestFacts.safeParse(manifest);
  if (!parsed.success) return null;
  const facts = parsed.data;
  return {
    layers: facts.layers,
    units: facts.units,
    sequence_length: facts.sequenceLength,
    horizon_hours: facts.horizonHours,
    feature_set: facts.features.version,
    features: facts.features.names,
    coins: facts.coins,
    trained_on: facts.blocks.train,
    measured_on: facts.blocks.report,
    seed: facts.seed,
    steps: facts.steps,
    best_step: facts.bestStep,
    agreement: facts.agreement,
    shrinkage: facts.shrinkage,
    sha256: facts.sha256,
  };
}

/** Why the engine was taken, as the training has put it. */
export function readEngineReason(manifest: unknown): string | null {
  const parsed = z.object({ engineReason: z.string() }).safeParse(manifest);
  return parsed.success ? parsed.data.engineReason : null;
}

const figure = z.number().nullable().catch(null).default(null);
const storedFigures = z.object({
  pinball: figure,
  naivePinball: figure,
  mase: figure,
  hitRate: figure,
  coverage50: figure,
  coverage90: figure,
  samples: figure,
  days: figure,
  seconds: figure,
});

/** The figures of a model's held-back hours; null for what an older release did not store. */
export function readFigures(metrics: Record<string, unknown>): ListedModel["figures"] {
  const figures = storedFigures.parse(metrics);
  return {
    pinball: figures.pinball,
    naive_pinball: figures.naivePinball,
    mase: figures.mase,
    hit_rate: figures.hitRate,
    coverage_50: figures.coverage50,
    coverage_90: figures.coverage90,
    samples: figures.samples,
    days: figures.days,
    train_seconds: figures.seconds,
  };
}
