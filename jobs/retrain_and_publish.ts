import type { JobContext, ReportProgress } from "./context.ts";
import { publishForecasts } from "./publish_predictions.ts";
import { retrainModel } from "./retrain_model.ts";
import { runClaimed } from "./run_claimed.ts";
import { sharedNow } from "./shared_clock.ts";

/** Trains, and publishes forecasts of the new model at once where it was promoted. */
export async function retrainAndPublish(
  context: JobContext,
  options: { readonly budgetMs?: number },
  report: ReportProgress,
) {
  const result = await retrainModel(context, options, report);
  if (result.promoted) await publishNow(context);
  return result;
}

/** Publishes outside the schedule, recorded like any other run. */
export async function publishNow(context: JobContext): Promise<void> {
  await runClaimed(
    context,
    { job: "publish", slotMs: await sharedNow(context) },
    (report, own) => publishForecasts(own, {}, report),
  );
}
