import { adminProcedure, freeProcedure, router } from "../trpc.ts";
import { readStatus } from "./read_status.ts";
import { readStatusDetails } from "./read_status_details.ts";
import { statusDetailsOutput, statusOutput } from "./schema.ts";

export const statusRouter = router({
  now: freeProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/status",
        tags: ["health"],
        summary: "What works, since when what does not, and the last seven days, for people",
        protect: false,
      },
    })
    .output(statusOutput)
    .query(({ ctx }) => readStatus(ctx.app)),

  details: adminProcedure
    .output(statusDetailsOutput)
    .query(({ ctx }) => readStatusDetails(ctx.app)),
});
