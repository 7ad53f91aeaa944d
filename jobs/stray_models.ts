import { join } from "@std/path";
import { listModels } from "../db/mod.ts";
import type { JobContext } from "./context.ts";

/**
 * Removes the files of models that were installed but never registered, and unfinished copies: what a
 * process left that was killed between the two. The caller holds the claim on job `train`, so no
 * other process is installing one now.
 */
export async function removeStrayModels(context: JobContext): Promise<string[]> {
  const { modelsDir } = context.config;
  const models = await listModels(context.db, { limit: 10_000 });
  // What was pruned and is still there was killed half-way through the pruning.
  const known = new Set(
    models.filter((model) => model.prunedAtMs === null).map((model) => model.id),
  );
  const removed: string[] = [];
  for (const name of await listFiles(modelsDir)) {
    const id = /^(.+)\.(?:onnx|json)(?:\.[0-9a-f-]+\.tmp)?$/.exec(name)?.[1];
    if (id === undefined || (known.has(id) && !name.endsWith(".tmp"))) continue;
    await Deno.remove(join(modelsDir, name));
    removed.push(name);
  }
  if (removed.length > 0) {
    context.log.warn("Files of a model that was never finished were removed", { files: removed });
  }
  return removed;
}

async function listFiles(dir: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(dir)) if (entry.isFile) names.push(entry.name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names;
}
