import { streamChanges } from "../stream_changes.ts";
import { adminProcedure, keyProcedure, router } from "../trpc.ts";
import { readDrift } from "./read_drift.ts";
import { readModels } from "./read_models.ts";
import { readTrainingProgress } from "./read_training_progress.ts";
import { rollBack } from "./roll_back.ts";
import {
  driftOutput,
  modelsOutput,
  rollbackInput,
  rollbackOutput,
  trainingProgressOutput,
} from "./schema.ts";

export const modelsRouter = router({
  list: keyProcedure.output(modelsOutput).query(({ ctx }) => readModels(ctx.app)),

  progress: keyProcedure
    .output(trainingProgressOutput)
    .query(({ ctx }) => readTrainingProgress(ctx.app)),

  progressLive: keyProcedure
    .subscription(({ ctx, signal }) =>
      streamChanges(ctx.app, signal, ["jobs"], readTrainingProgress)
    ),

  drift: keyProcedure.output(driftOutput).query(({ ctx }) => readDrift(ctx.app)),

  rollback: adminProcedure
    .input(rollbackInput)
    .output(rollbackOutput)
    .mutation(({ ctx, input }) => rollBack(ctx, input)),
});
