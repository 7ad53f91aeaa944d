import { statfs } from "node:fs/promises";
import { cpuUsage } from "node:process";
import type { App } from "../context.ts";
import { seconds } from "./database_series.ts";
import { gauge, type Reading } from "./instruments.ts";

/** What is true of this process alone. */
export async function readProcess(app: App): Promise<Reading[]> {
  const memory = Deno.memoryUsage();
  const { user, system } = cpuUsage();
  return [
    gauge("crypto_ai_build_info", "1, with the versions that run as labels.", [
      [{ version: app.version, deno: Deno.version.deno, v8: Deno.version.v8 }, 1],
    ]),
    gauge(
      "process_start_time_seconds",
      "When the process began.",
      app.startedAtMs / 1000,
    ),
    gauge(
      "process_cpu_seconds_total",
      "Time on the processor, of all threads.",
      (user + system) / 1e6,
      "counter",
    ),
    gauge("process_resident_memory_bytes", "Memory that the process holds.", memory.rss),
    gauge("crypto_ai_heap_used_bytes", "Memory that JavaScript uses.", memory.heapUsed),
    gauge("crypto_ai_heap_size_bytes", "Memory that JavaScript holds.", memory.heapTotal),
    gauge(
      "crypto_ai_http_requests_in_flight",
      "Requests whose answer has not begun.",
      app.metrics.inFlight,
    ),
    gauge("crypto_ai_streams_open", "Streams of live data to clients.", app.streams.open),
    ...readPools(app),
    gauge(
      "crypto_ai_certificate_expiry_timestamp_seconds",
      "When the certificate of the HTTPS face ends; nothing where none is served.",
      seconds(app.certificateEndsMs()),
    ),
    ...await readDisk(app),
  ];
}

/** Nothing where the system does not say. */
async function readDisk({ config }: App): Promise<Reading[]> {
  const disk = await statfs(config.dataDir).catch(() => null);
  return [
    gauge(
      "crypto_ai_data_dir_free_bytes",
      "Room that is left where DATA_DIR is.",
      disk && disk.bavail * disk.bsize,
    ),
    gauge(
      "crypto_ai_data_dir_size_bytes",
      "Room that there is where DATA_DIR is.",
      disk && disk.blocks * disk.bsize,
    ),
  ];
}

function readPools(app: App): Reading[] {
  const pools = app.db.pools();
  return [
    gauge(
      "crypto_ai_database_pool_connections",
      "Connections to the database, by what they do.",
      pools.flatMap(({ server, used, idle }) => [
        [{ server, state: "used" }, used] as const,
        [{ server, state: "idle" }, idle] as const,
      ]),
    ),
    gauge(
      "crypto_ai_database_pool_waiting",
      "Statements and transactions that wait for a connection.",
      pools.map(({ server, waiting }) => [{ server }, waiting] as const),
    ),
    gauge(
      "crypto_ai_database_pool_limit",
      "The most connections there may be.",
      pools.map(({ server, limit }) => [{ server }, limit] as const),
    ),
  ];
}
