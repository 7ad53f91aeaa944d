import { join } from "@std/path";
import type { ServerState } from "./state_dir.ts";

/** Included by `postgresql.conf`, written anew at each start. */
export const SETTINGS_FILE = "crypto_ai.conf";

/**
 * For a small machine, 1 GiB of memory shared with the application: the caches are modest, workers
 * few, and nothing that guards the data is off.
 */
const SETTINGS = {
  listen_addresses: "'127.0.0.1'",
  // The path of a socket may have 107 bytes, DATA_DIR may be longer; loopback works everywhere.
  unix_socket_directories: "''",
  max_connections: "60",
  shared_buffers: "128MB",
  effective_cache_size: "384MB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  wal_buffers: "8MB",
  min_wal_size: "128MB",
  max_wal_size: "1GB",
  checkpoint_timeout: "15min",
  autovacuum_max_workers: "2",
  max_worker_processes: "4",
  max_parallel_workers_per_gather: "0",
  io_method: "sync",
  jit: "off",
  random_page_cost: "1.1",
  timezone: "'UTC'",
  log_timezone: "'UTC'",
  datestyle: "'ISO, YMD'",
  // One file for each day of the week, each emptied a week later.
  logging_collector: "on",
  log_directory: "'../log'",
  log_filename: "'postgres-%a.log'",
  log_truncate_on_rotation: "on",
  log_rotation_age: "1d",
  log_rotation_size: "0",
  log_min_messages: "warning",
  // Statements carry data; the application logs what failed.
  log_min_error_statement: "panic",
} as const;

/** Writes the settings of the next start. */
export async function writeSettings(state: ServerState, port: number): Promise<void> {
  const lines = Object.entries(SETTINGS).map(([name, value]) => `${name} = ${value}`);
  lines.push(`port = ${port}`);
  const text = `# Written at each start; changes are lost.\n${lines.join("\n")}\n`;
  await Deno.writeTextFile(join(state.clusterDir, SETTINGS_FILE), text, { mode: 0o644 });
}
