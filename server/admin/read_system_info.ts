import { candleSpans, championModel } from "../../db/mod.ts";
import type { App } from "../context.ts";
import type { SystemInfo } from "./schema.ts";

/** Versions, sizes and counts, for the person who runs the service. */
export async function readSystemInfo(app: App): Promise<SystemInfo> {
  const [database, champion] = await Promise.all([readDatabase(app), championModel(app.db)]);
  const memory = Deno.memoryUsage();
  return {
    version: app.version,
    environment: app.config.environment,
    market_source: app.config.marketSource,
    started_at: new Date(app.startedAtMs).toISOString(),
    uptime_seconds: Math.floor((app.now() - app.startedAtMs) / 1000),
    runtime: { ...Deno.version },
    platform: { os: Deno.build.os, arch: Deno.build.arch, cpus: navigator.hardwareConcurrency },
    memory: { rss_bytes: memory.rss, heap_used_bytes: memory.heapUsed },
    database,
    model: champion === null
      ? null
      : { id: champion.id, type: champion.type, engine: champion.engine },
  };
}

async function readDatabase(app: App): Promise<SystemInfo["database"]> {
  const [rows, spans] = await Promise.all([
    app.db.sql<{ version: string; size: number }>(
      `select current_setting('server_version') as version,
         pg_database_size(current_database())::float8 as size`,
    ),
    candleSpans(app.db),
  ]);
  return {
    version: rows[0]?.version ?? "",
    embedded: app.db.embedded,
    size_bytes: rows[0]?.size ?? 0,
    candles: spans.reduce((total, span) => total + span.count, 0),
    coins: spans.length,
  };
}
