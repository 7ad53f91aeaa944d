import { join } from "@std/path";
import pg from "pg";
import { readTextIfAny } from "./files.ts";
import { ROLE } from "./make_cluster.ts";
import type { ServerState } from "./state_dir.ts";
import { readProcess } from "./process_table.ts";

/** What `postmaster.pid` says of a running, starting or dead server. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** Reads `postmaster.pid`: line 1 is the process, line 4 the port (0 where not written yet). */
export async function readPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const text = await readTextIfAny(join(clusterDir, "postmaster.pid"));
  if (text === null) return null;
  const lines = text.split("\n");
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0) return null;
  return { pid, port: Number(lines[3] ?? 0) || 0 };
}

/**
 * Whether a process runs and is PostgreSQL. Where the system shows what it is, a process that is not PostgreSQL (a
 * pid used again after a power cut) does not count.
 */
export async function isPostgres(pid: number): Promise<boolean> {
  if (Deno.build.os === "linux") {
    // `pid (name) state …`: a Z has ended, but nobody has asked for its exit code yet.
    const stat = await readProcess(pid, "stat");
    return /^\d+ \(postgres.*\) [^ZX] /.test(stat);
  }
  try {
    // No signal 0 in Deno; SIGURG does nothing to a process that does not ask for it.
    Deno.kill(pid, "SIGURG");
    return true;
  } catch {
    return false;
  }
}

/** URL of a database of our server, with the password. */
export function serverUrl(port: number, password: string, database: string): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * Whether the server at this port takes our password and serves this cluster, and no other that
 * happens to be there.
 */
export async function servesCluster(
  state: ServerState,
  port: number,
  password: string,
): Promise<boolean> {
  const client = new pg.Client({
    connectionString: serverUrl(port, password, "postgres"),
    connectionTimeoutMillis: 2000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const result = await client.query<{ data_directory: string }>("show data_directory");
    const served = result.rows[0]?.data_directory ?? "";
    return await Deno.realPath(served) === await Deno.realPath(state.clusterDir);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
