import { keyProcedure, router } from "../trpc.ts";
import { readCoinPrediction } from "./read_coin_prediction.ts";
import { readTopPredictions } from "./read_top_predictions.ts";
import { coinPredictionInput, coinPredictionOutput, top20Input, top20Output } from "./schema.ts";

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
});
