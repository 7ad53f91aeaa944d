import { keyProcedure, router } from "../trpc.ts";
import { readLatestEvaluation } from "./read_latest_evaluation.ts";
import { latestEvaluationOutput } from "./schema.ts";

export const evaluationRouter = router({
  latest: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/evaluation/latest",
        tags: ["evaluation"],
        summary: "The newest walk-forward evaluation of the network and the baselines",
      },
    })
    .output(latestEvaluationOutput)
    .query(({ ctx }) => readLatestEvaluation(ctx.app)),
});
