import type { z } from "zod";
import { databaseNow, listJobRuns } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { viewRun } from "./job_views.ts";
import type { runsInput, runsOutput } from "./schema.ts";

/** The runs of a job, the newest slot first, page by page. */
export async function readRuns(
  { db }: App,
  { job, cursor, limit }: z.output<typeof runsInput>,
): Promise<z.infer<typeof runsOutput>> {
  const beforeMs = cursor === undefined ? {} : { beforeMs: Number(cursor) };
  const [rows, nowMs] = await Promise.all([
    listJobRuns(db, { job, limit: limit + 1, ...beforeMs }),
    databaseNow(db),
  ]);
  const shown = rows.slice(0, limit);
  return {
    runs: shown.map((run) => viewRun(run, nowMs)),
    next_cursor: rows.length > limit ? String(shown.at(-1)!.slotMs) : null,
  };
}
