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
import { watchServer } from "./watch_server.ts";

/** Name of our database in our own server. */
export const DATABASE = "crypto_ai";

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
  /** Use the server of the process that holds the directory, if one does; `only`: else refuse. */
  readonly shared?: boolean | "only";
}

/**
 * Brings up the PostgreSQL server of a data directory: locks the directory, makes the cluster if
 * there is none, adopts or starts the server, makes our database in it.
 *
 * @throws {DatabaseError} in one plain sentence
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  try {
    await Deno.mkdir(dataDir, { recursive: true });
    return await openIn(dataDir, options);
  } catch (error) {
    if (error instanceof DatabaseError || !(error instanceof Error)) throw error;
    const message = `The data directory ${dataDir} cannot be used: ${error.message}`;
    throw new DatabaseError(message, { cause: error });
  }
}

async function openIn(dataDir: string, options: EmbeddedOptions): Promise<EmbeddedServer> {
  let lock: DataDirLock;
  try {
    lock = await lockDataDir(dataDir, options.now);
  } catch (error) {
    if (!options.shared || !(error instanceof DatabaseError)) throw error;
    return await joinEmbedded(dataDir, DATABASE, error);
  }
  try {
    if (options.shared === "only") throw new DatabaseError(notHeld(dataDir));
    const state = await prepareStateDir(dataDir, options.log);
    const binaries = await prepareBinaries(state);
    await ensureCluster(state, binaries);
    return await open(state, binaries, options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function notHeld(dataDir: string): string {
  return `No database is running in the data directory ${dataDir}: set DATABASE_URL to a ` +
    "PostgreSQL server, or run deno task start there first.";
}

async function open(
  state: ServerState,
  binaries: Binaries,
  options: EmbeddedOptions,
  lock: DataDirLock,
): Promise<EmbeddedServer> {
  const password = (await Deno.readTextFile(state.passwordFile)).trim();
  const { port, pid, adopted } = await startServer(state, binaries, password, options.choosePort);
  if (adopted) {
    options.log("Took over the database server that an earlier process left running.", { pid });
  }
  await ensureDatabase(serverUrl(port, password, "postgres"));
  const restart = async () => (await startServer(state, binaries, password, () => port)).pid;
  const watch = watchServer(pid, restart, options.log);
  return {
    url: serverUrl(port, password, DATABASE),
    adopted,
    get pid() {
      return watch.pid;
    },
    async stop() {
      await watch.stop();
      try {
        await stopServer(state, binaries);
      } finally {
        lock.release();
      }
    },
  };
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
