import { resolve } from "@std/path";
import pg from "pg";
import { DatabaseError, type LogLine } from "../database.ts";
import { type Binaries, prepareBinaries } from "./binaries.ts";
import { type DataDirLock, lockDataDir } from "./data_dir_lock.ts";
import { joinEmbedded } from "./join_embedded.ts";
import { ensureCluster } from "./make_cluster.ts";
import { serverUrl } from "./postmaster.ts";
import { startServer, stopServer } from "./start_server.ts";
import { prepareStateDir, type ServerState } from "./state_dir.ts";

/** Name of our database in our own server. */
const DATABASE = "crypto_ai";

/** Our own PostgreSQL server, up and answering. */
export interface EmbeddedServer {
  /** Carries the password: never log it. */
  readonly url: string;
  readonly pid: number;
  /** True when it was found running: the process before us ended without stopping it. */
  readonly adopted: boolean;
  /** Stops the server and gives the data directory back. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: LogLine;
  readonly now: () => number;
  /** A loopback port to try; default: a free one. */
  readonly choosePort?: () => number;
  /** Use the server of the process that holds the directory, if one does. */
  readonly shared?: boolean;
}

/**
 * Brings up the PostgreSQL server of a data directory: locks the directory, makes the cluster if
 * there is none, adopts or starts the server, makes our database in it.
 *
 * @throws {DatabaseError} in one plain sentence
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  await Deno.mkdir(dataDir, { recursive: true });
  let lock: DataDirLock;
  try {
    lock = await lockDataDir(dataDir, options.now);
  } catch (error) {
    if (!options.shared || !(error instanceof DatabaseError)) throw error;
    return await joinEmbedded(dataDir, DATABASE, error);
  }
  try {
    const state = await prepareStateDir(dataDir, options.log);
    const binaries = await prepareBinaries(state);
    await ensureCluster(state, binaries);
    const opened = await open(state, binaries, options);
    const stop = async () => {
      await stopServer(state, binaries);
      lock.release();
    };
    return { ...opened, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function open(
  state: ServerState,
  binaries: Binaries,
  options: EmbeddedOptions,
): Promise<Omit<EmbeddedServer, "stop">> {
  const password = (await Deno.readTextFile(state.passwordFile)).trim();
  const server = await startServer(state, binaries, password, options.choosePort);
  if (server.adopted) {
    options.log("Took over the database server that an earlier process left running.", {
      pid: server.pid,
    });
  }
  await ensureDatabase(serverUrl(server.port, password, "postgres"));
  const url = serverUrl(server.port, password, DATABASE);
  return { url, pid: server.pid, adopted: server.adopted };
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
