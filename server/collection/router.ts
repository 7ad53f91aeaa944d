import type { Topic } from "../../db/mod.ts";
import { streamChanges } from "../stream_changes.ts";
import { adminProcedure, keyProcedure, router } from "../trpc.ts";
import { readCollectionStatus } from "./read_collection_status.ts";
import { readSetupProgress } from "./read_setup_progress.ts";
import {
  collectionStatusOutput,
  setupProgressOutput,
  triggerInput,
  triggerOutput,
} from "./schema.ts";
import { triggerCollection } from "./trigger_collection.ts";

/** What the way to the first forecasts is seen by. */
const SETUP_TOPICS: readonly Topic[] = ["jobs", "forecasts", "market"];

export const collectionRouter = router({
  trigger: adminProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/admin/collect/trigger",
        tags: ["admin"],
        summary: "Start a collection run",
        successDescription: "The run was accepted and goes on in the background",
      },
      successStatus: 202,
    })
    .input(triggerInput)
    .output(triggerOutput)
    .mutation(({ ctx, input }) => triggerCollection(ctx, input)),

  status: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/admin/collect/status",
        tags: ["admin"],
        summary: "The newest collection run and the gaps that are known",
      },
    })
    .output(collectionStatusOutput)
    .query(({ ctx }) => readCollectionStatus(ctx.app)),

  // Every page asks for it, and it comes from memory.
  setup: keyProcedure
    .meta({ free: true })
    .output(setupProgressOutput)
    .query(({ ctx }) => readSetupProgress(ctx.app)),

  setupLive: keyProcedure
    .subscription(({ ctx, signal }) =>
      streamChanges(ctx.app, signal, SETUP_TOPICS, readSetupProgress)
    ),
});
