import { setTimeout as delay } from "node:timers/promises";
import { readTextIfAny } from "./files.ts";
import type { EmbeddedServer } from "./open_embedded.ts";
import { readPostmaster, serverUrl, servesCluster } from "./postmaster.ts";
import { findStateDir } from "./state_dir.ts";

/** A process that holds the directory may still be making or starting its server. */
const WAIT_SECONDS = 30;

/**
 * The server of the process that holds the data directory, to be used beside it and left running.
 *
 * @throws `held` when that process has no server that answers
 */
export async function joinEmbedded(
  dataDir: string,
  database: string,
  held: Error,
): Promise<EmbeddedServer> {
  const deadline = Date.now() + WAIT_SECONDS * 1000;
  while (Date.now() < deadline) {
    const state = await findStateDir(dataDir);
    const password = (await readTextIfAny(state.passwordFile))?.trim();
    const postmaster = await readPostmaster(state.clusterDir);
    if (password && postmaster && await servesCluster(state, postmaster.port, password)) {
      const url = serverUrl(postmaster.port, password, database);
      return { url, pid: postmaster.pid, adopted: false, stop: () => Promise.resolve() };
    }
    await delay(200);
  }
  throw held;
}
