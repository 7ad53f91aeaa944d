import {
  championModel,
  listModels,
  rollbackChampion,
  rollbackTarget,
  type StoredModel,
} from "../db/mod.ts";
import type { Manifest } from "../ml/manifest.ts";
import { openPredictor } from "../ml/predict.ts";
import type { JobContext } from "./context.ts";
import { ensureModelFile } from "./share_model.ts";
import { publishNow } from "./retrain_and_publish.ts";

export interface RollbackResult {
  readonly championId: string;
  readonly retiredId: string;
  /** One plain sentence. */
  readonly decision: string;
}

/** A rollback cannot be done; the message says why in one sentence. */
export class RollbackRefusedError extends Error {
  override readonly name = "RollbackRefusedError";
}

/** A rollback, after which the forecasts of the model that serves again are published at once. */
export async function rollBackAndPublish(
  context: JobContext,
  input: { readonly modelId?: string } = {},
): Promise<RollbackResult> {
  const result = await rollbackModel(context, input);
  await publishNow(context);
  return result;
}

/**
 * Makes the champion before the present one champion again, or the retired model that is named. Its files
 * must be there, undamaged and of this program's features and horizon.
 * @throws RollbackRefusedError in one plain sentence that says why it is refused; nothing is changed then
 */
export async function rollbackModel(
  context: JobContext,
  input: { readonly modelId?: string } = {},
): Promise<RollbackResult> {
  const { db, log } = context;
  const champion = await championModel(db);
  if (champion === null) throw new RollbackRefusedError("There is no champion to roll back from.");
  const models = await listModels(db);
  const target = input.modelId === undefined
    ? rollbackTarget(models)
    : findRetired(models, champion, input.modelId);
  if (target === null) {
    throw new RollbackRefusedError(`No model was champion before ${champion.id}.`);
  }
  await refuseUnusable(context, target);
  const asked = input.modelId === undefined ? "the champion before" : "named by hand";
  const decision = `Rolled back from ${champion.id} (${asked}).`;
  await rollbackChampion(db, {
    championId: champion.id,
    modelId: target.id,
    decision,
    championDecision: `Taken out of service by a rollback to ${target.id}.`,
  });
  log.warn(`Model ${target.id}: ${decision}`, { model: target.id, before: champion.id });
  return { championId: target.id, retiredId: champion.id, decision };
}

function findRetired(
  models: readonly StoredModel[],
  champion: StoredModel,
  modelId: string,
): StoredModel {
  const model = models.find((one) => one.id === modelId);
  if (model === undefined) throw new RollbackRefusedError(`There is no model "${modelId}".`);
  if (model.id === champion.id) {
    throw new RollbackRefusedError(`${modelId} is the champion already.`);
  }
  if (model.status !== "retired") {
    throw new RollbackRefusedError(
      `${modelId} was never champion, it is ${model.status}: ${model.decision}`,
    );
  }
  return model;
}

async function refuseUnusable(
  context: JobContext,
  model: StoredModel,
): Promise<void> {
  const { horizonHours } = context.config;
  if (model.prunedAtMs !== null) {
    const day = new Date(model.prunedAtMs).toISOString().slice(0, 10);
    throw new RollbackRefusedError(`The files of ${model.id} were removed on ${day} to make room.`);
  }
  const own = await openOnce(context, model).catch((cause) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RollbackRefusedError(why, { cause });
  });
  if (own.horizonHours === horizonHours) return;
  throw new RollbackRefusedError(
    `${model.id} forecasts ${own.horizonHours} hours, ${horizonHours} are asked for.`,
  );
}

/** Proves that the model can be served. */
async function openOnce(context: JobContext, model: StoredModel): Promise<Manifest> {
  await ensureModelFile(context, model);
  const { modelsDir } = context.config;
  const predictor = await openPredictor({ modelsDir, id: model.id });
  await predictor.close();
  return predictor.manifest;
}
