import { join } from "@std/path";
import { prepareBinaries } from "../../db/embedded/binaries.ts";
import { ensureCluster } from "../../db/embedded/make_cluster.ts";
import { serverUrl } from "../../db/embedded/postmaster.ts";
import { startServer, stopServer } from "../../db/embedded/start_server.ts";
import { prepareStateDir } from "../../db/embedded/state_dir.ts";

const PREFIX = "crypto-ai-test-server-";

/** A PostgreSQL server for tests; `url` names its `postgres` database. */
export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
  /** For the `unload` event, which does not wait for promises. */
  stopNow(): void;
}

/**
 * Starts a PostgreSQL server in a temporary folder. A test run starts one and hands it to its
 * processes as `TEST_DATABASE_URL`; a test file run alone starts its own.
 */
export async function startTestServer(): Promise<TestServer> {
  const dir = await Deno.makeTempDir({ prefix: `${PREFIX}${Deno.pid}-` });
  const state = await prepareStateDir(dir, () => {});
  const binaries = await prepareBinaries(state);
  await ensureCluster(state, binaries);
  // What a power cut would do to a test server is of no interest.
  const settings = join(state.clusterDir, "postgresql.conf");
  await Deno.writeTextFile(settings, "\nfsync = off\nfull_page_writes = off\n", { append: true });
  const password = (await Deno.readTextFile(state.passwordFile)).trim();
  const server = await startServer(state, binaries, password);
  let stopped = false;
  return {
    url: serverUrl(server.port, password, "postgres"),
    async stop() {
      if (stopped) return;
      stopped = true;
      await stopServer(state, binaries);
      await Deno.remove(dir, { recursive: true });
    },
    stopNow() {
      if (stopped) return;
      stopped = true;
      new Deno.Command(binaries.pgCtl, {
        args: ["stop", "-D", "cluster", "-m", "immediate", "-w", "-s"],
        cwd: state.dir,
        ...(state.account ? { uid: state.account.uid, gid: state.account.gid } : {}),
      }).outputSync();
      Deno.removeSync(dir, { recursive: true });
    },
  };
}
