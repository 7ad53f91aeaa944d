import { join } from "@std/path";
import { prepareBinaries } from "../../../db/embedded/binaries.ts";
import { ensureCluster } from "../../../db/embedded/make_cluster.ts";
import { serverUrl } from "../../../db/embedded/postmaster.ts";
import { runProgram } from "../../../db/embedded/run_program.ts";
import { startServer, stopServer } from "../../../db/embedded/start_server.ts";
import { prepareStateDir } from "../../../db/embedded/state_dir.ts";

/** A PostgreSQL server of its own, which may be brought down in the middle of its work. */
export interface ShakenServer extends AsyncDisposable {
  /** Names its `postgres` database; stays the same over crashes. */
  readonly url: string;
  readonly crashes: number;
  /** Ends every process of the server at once, as a power cut would, and starts it again. */
  crash(): Promise<void>;
  /** Stops it as its owner would, ending what is connected. */
  halt(): Promise<void>;
  resume(): Promise<void>;
}

/**
 * Starts one in a temporary folder.
 *
 * @param options.durable waits for the disk at each commit, as in production; default false: what a
 * crash of the server, not of the machine, would lose is not lost then either
 */
export async function startShakenServer(
  options: { readonly durable?: boolean } = {},
): Promise<ShakenServer> {
  const dir = await Deno.makeTempDir({ prefix: "shaken-server-" });
  const state = await prepareStateDir(dir, () => {});
  const binaries = await prepareBinaries(state);
  await ensureCluster(state, binaries);
  const settings = join(state.clusterDir, "postgresql.conf");
  const text = options.durable ? "" : "\nfsync = off\nfull_page_writes = off\n";
  await Deno.writeTextFile(settings, `${text}max_connections = 200\n`, { append: true });
  const password = (await Deno.readTextFile(state.passwordFile)).trim();
  const { port } = await startServer(state, binaries, password);
  const stopAtOnce = ["stop", "-D", "cluster", "-m", "immediate", "-w", "-s"];
  const stopInOrder = ["stop", "-D", "cluster", "-m", "fast", "-w", "-s"];
  let crashes = 0;
  let crashing: Promise<unknown> = Promise.resolve();
  const crashOnce = async () => {
    await runProgram(binaries.pgCtl, stopAtOnce, state.account, state.dir);
    await startServer(state, binaries, password, () => port);
  };
  return {
    url: serverUrl(port, password, "postgres"),
    get crashes() {
      return crashes;
    },
    async crash() {
      crashes += 1;
      crashing = crashing.then(crashOnce);
      await crashing;
    },
    async halt() {
      await runProgram(binaries.pgCtl, stopInOrder, state.account, state.dir);
    },
    async resume() {
      await startServer(state, binaries, password, () => port);
    },
    async [Symbol.asyncDispose]() {
      await stopServer(state, binaries);
      await Deno.remove(dir, { recursive: true });
    },
  };
}
