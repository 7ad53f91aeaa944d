import { listModels, markPruned, type StoredModel } from "../db/mod.ts";
import type { JobContext } from "./context.ts";
import { removeModelFiles } from "./share_model.ts";

/** Former champions whose files are kept: what a rollback or a fallback can reach. */
export const RETIRED_KEPT = 5;
/** Rejected models whose files are kept, to look into why. */
export const REJECTED_KEPT = 2;

/**
 * Removes the files of models that are no longer of use: all but the champion, the newest five former champions
 * and the newest two rejected ones. Their rows, figures and decisions stay for good.
 * @returns the ids of the models whose files were removed
 */
export async function pruneModels(context: JobContext): Promise<string[]> {
  const { db, log } = context;
  const models = (await listModels(db, { limit: 10_000 })).filter((model) =>
    model.prunedAtMs === null
  );
  const spare = [
    ...newestFirst(models, "retired").slice(RETIRED_KEPT),
    ...newestFirst(models, "rejected").slice(REJECTED_KEPT),
  ];
  for (const { id } of spare) {
    // Marked before it is removed: a row must never promise a file that is gone.
    await markPruned(db, id);
    await removeModelFiles(context, id);
    log.info(`The files of model ${id} were removed`, { model: id });
  }
  return spare.map((model) => model.id);
}

function newestFirst(models: readonly StoredModel[], status: StoredModel["status"]) {
  return models.filter((model) => model.status === status)
    .sort((a, b) => (b.decidedAtMs ?? 0) - (a.decidedAtMs ?? 0));
}
