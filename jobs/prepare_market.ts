import { championModel, latestPublication } from "../db/mod.ts";
import type { JobContext } from "./context.ts";
import { runDueJobs, runDueTraining } from "./run_due_jobs.ts";

const FIRST_TRAINING_BUDGET_MS = 100_000;

/**
 * From an empty database to forecasts: universe, candles, the naive forecast at once so that there is
 * something to look at, a first training that a person can wait for, and its forecasts. Every step is
 * claimed in the database, so a second call, a second instance or a restart goes on where the last
 * one stopped and does nothing twice.
 */
export async function prepareMarket(context: JobContext): Promise<void> {
  await runDueJobs(context);
  if (context.signal.aborted || (await isPrepared(context))) return;
  const budgetMs = context.config.firstTrainingBudgetMs ?? FIRST_TRAINING_BUDGET_MS;
  await runDueTraining(context, { budgetMs });
}

/** True once forecasts of a trained model have been published. */
export async function isPrepared(context: JobContext): Promise<boolean> {
  const [champion, published] = await Promise.all([
    championModel(context.db),
    latestPublication(context.db),
  ]);
  return champion !== null && published !== null && published.publication.modelId !== null;
}
