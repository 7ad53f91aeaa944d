import { z } from "zod";

/**
 * `well`; `impaired`: it works, but not as it should; `down`; `starting`: it has not been there yet;
 * `off`: the settings ask for none; `unknown`: the database, which would know, does not answer.
 */
export const partState = z.enum(["well", "impaired", "down", "starting", "off", "unknown"]);
export type PartState = z.infer<typeof partState>;

export const PARTS = [
  "database",
  "collection",
  "forecasts",
  "model",
  "jobs",
  "ledger",
  "alerts",
  "chat",
  "backup",
  "certificate",
] as const;

export const partOutput = z.object({
  part: z.enum(PARTS),
  state: partState,
  /** One plain sentence, for everyone. */
  says: z.string(),
  /** Since when it is not as it should be; null where that is not known, or all is well. */
  since: z.string().nullable(),
});
export type PartOutput = z.infer<typeof partOutput>;

/** What became of an hour: `late` is done after more than half an hour, or in part. */
export const hourState = z.enum(["done", "late", "failed", "missed", "none"]);
export type HourState = z.infer<typeof hourState>;

export const statusOutput = z.object({
  state: z.enum(["well", "impaired", "down", "starting"]),
  as_of: z.string(),
  version: z.string(),
  simulated: z.boolean(),
  parts: z.array(partOutput),
  /** Seven days by hour, the oldest first; `none` before the first that is known. */
  history: z.array(z.object({
    job: z.string(),
    title: z.string(),
    /** Beginning of the first hour. */
    from: z.string(),
    hours: z.array(hourState),
  })),
  next: z.array(z.object({ job: z.string(), title: z.string(), at: z.string() })),
});
export type StatusOutput = z.infer<typeof statusOutput>;

/** For administrators: what is behind the sentences. */
export const statusDetailsOutput = z.object({
  jobs: z.array(z.object({
    job: z.string(),
    title: z.string(),
    last_success: z.string().nullable(),
    late_since: z.string().nullable(),
    failing_tries: z.number(),
    error: z.string().nullable(),
  })),
  process: z.object({
    started_at: z.string(),
    rss_bytes: z.number(),
    streams: z.number(),
    connections: z.array(z.object({
      server: z.string(),
      used: z.number(),
      waiting: z.number(),
      limit: z.number(),
    })),
  }),
  database: z.object({
    size_bytes: z.number(),
    messages_waiting: z.number(),
    messages_failed_24h: z.number(),
    open_gap_hours: z.number(),
    coins_behind: z.number(),
  }),
});
export type StatusDetails = z.infer<typeof statusDetailsOutput>;
