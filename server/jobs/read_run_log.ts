import { databaseNow, findJobRun, readJobLog } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import { iso, viewRun } from "./job_views.ts";
import type { JobLogOutput } from "./schema.ts";

const MOST_LINES = 1_000;

/**
 * What a run said while it worked, and what came of it.
 * @throws {AppError} NOT_FOUND
 */
export async function readRunLog(
  { db }: App,
  { run_id: runId }: { readonly run_id: string },
): Promise<JobLogOutput> {
  const [run, lines, nowMs] = await Promise.all([
    findJobRun(db, runId),
    readJobLog(db, { runId, limit: MOST_LINES }),
    databaseNow(db),
  ]);
  if (run === null) throw new AppError("NOT_FOUND", `There is no run "${runId}".`);
  return {
    run: viewRun(run, nowMs),
    lines: lines.map(({ atMs, attempt, level, message }) => ({
      at: iso(atMs),
      attempt,
      level,
      message,
    })),
    result: run.result,
  };
}
