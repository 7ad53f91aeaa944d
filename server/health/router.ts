import { freeProcedure, router } from "../trpc.ts";
import { checkHealth } from "./check_health.ts";
import { checkReadiness } from "./check_readiness.ts";
import { healthOutput, livenessOutput, readinessOutput } from "./schema.ts";

export const healthRouter = router({
  status: freeProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/health",
        tags: ["health"],
        summary: "State of each part of the service",
        protect: false,
      },
    })
    .output(healthOutput)
    .query(({ ctx }) => checkHealth(ctx.app)),

  live: freeProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/health/live",
        tags: ["health"],
        summary: "Whether the process answers",
        protect: false,
      },
    })
    .output(livenessOutput)
    .query(() => ({ status: "alive" as const })),

  ready: freeProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/health/ready",
        tags: ["health"],
        summary: "Whether requests can be served; 503 with the reason where not",
        protect: false,
      },
    })
    .output(readinessOutput)
    .query(({ ctx }) => checkReadiness(ctx.app)),
});
