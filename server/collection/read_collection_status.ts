import { type CollectionRun, countGaps, latestCollectionRun } from "../../db/mod.ts";
import type { z } from "zod";
import type { App } from "../context.ts";
import { readProgress } from "./progress.ts";
import type { collectionStatusOutput } from "./schema.ts";

type CollectionStatus = z.infer<typeof collectionStatusOutput>;

/** The newest collection run and the gaps that are known. */
export async function readCollectionStatus(app: App): Promise<CollectionStatus> {
  const [run, gaps] = await Promise.all([latestCollectionRun(app.db), countGaps(app.db)]);
  const progress = readProgress(run?.progress);
  return {
    status: statusOf(run),
    progress: percentOf(run, progress),
    current_crypto: progress.current,
    last_update: run === null ? null : new Date(run.heartbeatAtMs).toISOString(),
    records_written: run?.recordsWritten ?? 0,
    gaps,
    message: run?.error ?? progress.message,
  };
}

function statusOf(run: CollectionRun | null): CollectionStatus["status"] {
  if (run?.status === "running") return "running";
  return run?.status === "failed" ? "error" : "idle";
}

function percentOf(
  run: CollectionRun | null,
  progress: { readonly done: number; readonly total: number | null },
): number {
  if (run?.status === "completed") return 100;
  if (progress.total === null || progress.total <= 0) return 0;
  return Math.min(100, Math.max(0, (progress.done / progress.total) * 100));
}
