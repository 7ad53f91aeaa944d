import {
  listModelDecisions,
  listModels,
  type ModelDecision,
  rollbackTarget,
  type StoredModel,
} from "../../db/mod.ts";
import type { App } from "../context.ts";
import { readEngineReason, readFacts, readFigures } from "./read_manifest.ts";
import type { ListedModel, ModelsOutput } from "./schema.ts";

/** What `jobs/judge_candidate.ts` does, in words; docs/decisions/041-promotion.md says why. */
const RULE =
  "A new model becomes champion only if its loss on held-back hours is no worse than that of the " +
  "naive forecast and than that of the champion on the same hours. The reason is kept either way.";

/** Every model with its figures, its manifest and the decisions on it. */
export async function readModels(app: App): Promise<ModelsOutput> {
  const models = await listModels(app.db);
  const decisions = await listModelDecisions(app.db, models.map((model) => model.id));
  const target = rollbackTarget(models)?.id ?? null;
  return {
    models: models.map((model) =>
      toListed(model, decisions.filter((one) => one.modelId === model.id), model.id === target)
    ),
    champion_id: models.find((model) => model.status === "champion")?.id ?? null,
    rule: RULE,
    simulated: await app.simulated(),
  };
}

function toListed(
  model: StoredModel,
  decisions: readonly ModelDecision[],
  isTarget: boolean,
): ListedModel {
  return {
    id: model.id,
    type: model.type,
    status: model.status,
    trained_at: iso(model.trainedAtMs),
    decision: model.decision,
    decided_at: model.decidedAtMs === null ? null : iso(model.decidedAtMs),
    decisions: decisions.map(({ kind, reason, decidedAtMs }) => ({
      at: iso(decidedAtMs),
      kind,
      reason,
    })),
    engine: model.engine,
    engine_reason: readEngineReason(model.manifest),
    figures: readFigures(model.metrics),
    facts: readFacts(model.manifest),
    file_kept: model.prunedAtMs === null,
    rollback_target: isTarget,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
