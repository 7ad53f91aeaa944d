import type { z } from "zod";
import { auditAct } from "../audit/audit_act.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import type { runNowInput, runNowOutput } from "./schema.ts";

/**
 * Runs a job now, in this process and without waiting for it; or a failed run of it again.
 * @throws {AppError} NOT_FOUND for a job that is not in the table, INVALID_STATE where it cannot be run
 */
export async function runJobNow(
  ctx: RequestContext,
  input: z.output<typeof runNowInput>,
): Promise<z.infer<typeof runNowOutput>> {
  const { app } = ctx;
  const { job, run_id: runId } = input;
  if (!app.jobs.listJobs().some((one) => one.name === job)) {
    throw new AppError("NOT_FOUND", `There is no job "${job}", or the jobs are still starting.`);
  }
  // Noted first: a run goes on in the background and cannot be taken back if its record fails.
  await auditAct(ctx, app.db, { act: "jobs.runNow", target: `job:${job}`, details: input });
  const outcome = await app.jobs.runJobNow({ job, ...(runId !== undefined && { runId }) });
  if ("refused" in outcome) throw new AppError("INVALID_STATE", outcome.refused);
  return { run_id: outcome.runId, status: outcome.status };
}
