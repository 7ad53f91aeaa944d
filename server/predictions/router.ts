import { keyProcedure, router } from "../trpc.ts";
import { followTop20 } from "./follow_top20.ts";
import { readCoinPrediction } from "./read_coin_prediction.ts";
import { readTopPredictions } from "./read_top_predictions.ts";
import { readTrackRecord } from "./read_track_record.ts";
import {
  coinPredictionInput,
  coinPredictionOutput,
  followTop20Input,
  followTop20Output,
  top20Input,
  top20Output,
  trackRecordInput,
  trackRecordOutput,
} from "./schema.ts";

export const predictionsRouter = router({
  top: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/predictions/top20",
        tags: ["predictions"],
        summary: "The coins with the highest forecast change, best first",
      },
    })
    .input(top20Input)
    .output(top20Output)
    .query(({ ctx, input }) => readTopPredictions(ctx.app, input)),

  coin: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/predictions/crypto/{symbol}",
        tags: ["predictions"],
        summary: "The newest forecast of one coin, with its hourly path to the horizon",
      },
    })
    .input(coinPredictionInput)
    .output(coinPredictionOutput)
    .query(({ ctx, input }) => readCoinPrediction(ctx.app, input)),

  trackRecord: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/predictions/track-record",
        tags: ["predictions"],
        summary: "Published forecasts against what came, beside the naive forecast",
      },
    })
    .input(trackRecordInput)
    .output(trackRecordOutput)
    .query(({ ctx, input }) => readTrackRecord(ctx.app, input)),

  followTop20: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/predictions/follow-top20",
        tags: ["predictions"],
        summary: "What following the top 20 of each day would have brought, after costs",
      },
    })
    .input(followTop20Input)
    .output(followTop20Output)
    .query(({ ctx, input }) => followTop20(ctx.app, input)),
});
