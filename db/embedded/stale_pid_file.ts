import { setTimeout as delay } from "node:timers/promises";
import { join } from "@std/path";
import { DatabaseError } from "../database.ts";
import { processFolder, processIds, readProcess } from "./process_table.ts";
import { isPostgres } from "./postmaster.ts";
import type { ServerState } from "./state_dir.ts";

const PATIENCE_MS = 30_000;

/**
 * Removes a `postmaster.pid` whose pid is no PostgreSQL server any more but is still in the list of
 * processes: used again after a power cut, or ended and not yet waited for. PostgreSQL would refuse
 * to start. Where there is no such process it judges for itself, and better: nothing is touched.
 *
 * The file also guards against servers' children that outlive their parent, so it goes only when no
 * process works in the cluster any more.
 */
export async function clearStalePidFile(state: ServerState, pid: number): Promise<void> {
  if (Deno.build.os !== "linux" || await readProcess(pid, "stat") === "") return;
  const deadline = Date.now() + PATIENCE_MS;
  while (await isInUse(state.clusterDir)) {
    if (Date.now() > deadline) {
      throw new DatabaseError(
        `Processes of an ended server still work in ${state.clusterDir}: stop them, then start again.`,
      );
    }
    await delay(100);
  }
  await Deno.remove(join(state.clusterDir, "postmaster.pid")).catch(() => {});
}

/** Every process of PostgreSQL works in the folder of its cluster. */
async function isInUse(clusterDir: string): Promise<boolean> {
  const cluster = await Deno.realPath(clusterDir);
  for (const pid of await processIds()) {
    if (await isPostgres(pid) && await processFolder(pid) === cluster) return true;
  }
  return false;
}
