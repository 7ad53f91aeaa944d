import { z } from "zod";

export const serviceState = z.object({
  status: z.enum(["healthy", "degraded", "down"]),
  message: z.string().nullable(),
});
export const healthOutput = z.object({
  status: z.enum(["healthy", "degraded"]),
  version: z.string(),
  timestamp: z.string(),
  services: z.object({
    database: serviceState,
    market_data: serviceState,
    model: serviceState,
    predictions: serviceState,
    jobs: serviceState,
    /** Left out where nothing is backed up by schedule. */
    backup: serviceState.optional(),
    /** Only where TLS is served. */
    certificate: serviceState.optional(),
  }),
});
export const livenessOutput = z.object({ status: z.literal("alive") });
export const readinessOutput = z.object({ status: z.literal("ready") });
