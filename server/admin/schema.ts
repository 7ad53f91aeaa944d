import { z } from "zod";

/** Text in the format of Prometheus. */
export const metricsOutput = z.string();

export const systemInfoOutput = z.object({
  version: z.string(),
  environment: z.string(),
  market_source: z.string(),
  started_at: z.string(),
  uptime_seconds: z.number(),
  runtime: z.object({ deno: z.string(), v8: z.string(), typescript: z.string() }),
  platform: z.object({ os: z.string(), arch: z.string(), cpus: z.number() }),
  memory: z.object({ rss_bytes: z.number(), heap_used_bytes: z.number() }),
  database: z.object({
    version: z.string(),
    embedded: z.boolean(),
    size_bytes: z.number(),
    candles: z.number(),
    coins: z.number(),
  }),
  model: z.object({ id: z.string(), type: z.string(), engine: z.string() }).nullable(),
});
export type SystemInfo = z.infer<typeof systemInfoOutput>;
