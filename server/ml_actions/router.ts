import type { ProcedureMeta } from "../trpc.ts";
import { ownerProcedure, router, senderProcedure, signedInProcedure } from "../trpc.ts";
import { act } from "./act.ts";
import { analyze } from "./analyze.ts";
import { intelligentTransfer } from "./intelligent_transfer.ts";
import { optimize } from "./optimize.ts";
import { predictTrend } from "./predict_trend.ts";
import { recommend } from "./recommend.ts";
import {
  actionInput,
  actionOutput,
  analyzeInput,
  analyzeOutput,
  intelligentTransferInput,
  intelligentTransferOutput,
  optimizeInput,
  optimizeOutput,
  predictTrendInput,
  predictTrendOutput,
  recommendInput,
  recommendOutput,
} from "./schema.ts";

function at(path: `/api/v1/ml/${string}`, summary: string): ProcedureMeta {
  return { openapi: { method: "POST", path, tags: ["ml"], summary } };
}

/** Nothing here moves a coin but `intelligentTransfer`, and `action` of the type `transfer`. */
export const mlActionsRouter = router({
  action: ownerProcedure
    .meta(at("/api/v1/ml/action", "One of the actions below, by its type"))
    .input(actionInput)
    .output(actionOutput)
    .mutation(({ ctx, input }) => act(ctx, input)),

  analyze: senderProcedure
    .meta(at("/api/v1/ml/analyze-transaction", "The risk and the cost of a transfer, not made"))
    .input(analyzeInput)
    .output(analyzeOutput)
    .mutation(({ ctx, input }) => analyze(ctx, input)),

  recommend: ownerProcedure
    .meta(at("/api/v1/ml/recommend", "What a person's own coins suggest looking at"))
    .input(recommendInput)
    .output(recommendOutput)
    .mutation(({ ctx, input }) => recommend(ctx, input)),

  predictTrend: signedInProcedure
    .meta(at("/api/v1/ml/predict-trend", "The market's tendency and forecasts, with their record"))
    .input(predictTrendInput)
    .output(predictTrendOutput)
    .mutation(({ ctx, input }) => predictTrend(ctx, input)),

  optimize: ownerProcedure
    .meta(at("/api/v1/ml/optimize-transaction", "What a transfer costs, and whether less would do"))
    .input(optimizeInput)
    .output(optimizeOutput)
    .mutation(({ ctx, input }) => optimize(ctx, input)),

  intelligentTransfer: senderProcedure
    .meta(at("/api/v1/ml/intelligent-transfer", "A transfer, refused where its risk is high"))
    .input(intelligentTransferInput)
    .output(intelligentTransferOutput)
    .mutation(({ ctx, input }) => intelligentTransfer(ctx, input)),
});
