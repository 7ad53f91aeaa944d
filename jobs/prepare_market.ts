import {
  championModel,
  latestJobRun,
  latestPublication,
  type PublishedForecasts,
} from "../db/mod.ts";
import type { JobContext } from "./context.ts";
import { publishNow } from "./retrain_and_publish.ts";
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
  if ((await latestPublication(context.db)) === null || !trainsHere(context)) return;
  const budgetMs = context.config.firstTrainingBudgetMs ?? FIRST_TRAINING_BUDGET_MS;
  await runDueTraining(context, { budgetMs });
  if (await isUnpublished(context)) await publishNow(context);
}

/**
 * True once there are forecasts, and either a champion or a training that ended well with a reasoned
 * refusal: what is left is what the schedules bring. Where others train, forecasts are enough.
 */
export async function isPrepared(context: JobContext): Promise<boolean> {
  const [champion, published, training] = await Promise.all([
    championModel(context.db),
    latestPublication(context.db),
    latestJobRun(context.db, "train"),
  ]);
  if (published === null) return false;
  if (!trainsHere(context)) return true;
  if (champion === null) return training?.status === "completed";
  return isOfModel(published);
}

/** Whether this process trains, or leaves it to others. */
export function trainsHere({ config }: JobContext): boolean {
  return (config.runJobs ?? "all") === "all";
}

/** A process killed between promoting and publishing leaves a champion that nobody has seen. */
async function isUnpublished(context: JobContext): Promise<boolean> {
  const [champion, published] = await Promise.all([
    championModel(context.db),
    latestPublication(context.db),
  ]);
  return champion !== null && published !== null && !isOfModel(published);
}

/** A model's, or what stood in for one whose file cannot be used. */
function isOfModel({ publication }: PublishedForecasts): boolean {
  return publication.modelId !== null || publication.isFallback;
}
