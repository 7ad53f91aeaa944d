import { keyProcedure, router } from "../trpc.ts";
import { followLivePrices } from "./follow_live_prices.ts";
import { readCandleChart } from "./read_candle_chart.ts";
import { readLivePrices } from "./read_live_prices.ts";
import { readMarketOverview } from "./read_market_overview.ts";
import { readTendency } from "./read_tendency.ts";
import { readTendencyHistory } from "./read_tendency_history.ts";
import {
  candlesInput,
  candlesOutput,
  liveInput,
  livePricesInput,
  livePricesOutput,
  overviewOutput,
  tendencyHistoryInput,
  tendencyHistoryOutput,
  tendencyOutput,
} from "./schema.ts";

export const marketRouter = router({
  overview: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/market/overview",
        tags: ["market"],
        summary: "Every tracked coin with its price, changes, volume and market cap",
      },
    })
    .output(overviewOutput)
    .query(({ ctx }) => readMarketOverview(ctx.app)),

  candles: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/market/candles/{symbol}",
        tags: ["market"],
        summary: "Candles of one coin, both ends included, at most 1,000 a call",
      },
    })
    .input(candlesInput)
    .output(candlesOutput)
    .query(({ ctx, input }) => readCandleChart(ctx.app, input)),

  tendency: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/market/tendency",
        tags: ["market"],
        summary: "Where the market as a whole is going, and by which rule",
      },
    })
    .output(tendencyOutput)
    .query(({ ctx }) => readTendency(ctx.app)),

  tendencyHistory: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/market/tendency/history",
        tags: ["market"],
        summary: "Tendencies of the last hours, oldest first",
      },
    })
    .input(tendencyHistoryInput)
    .output(tendencyHistoryOutput)
    .query(({ ctx, input }) => readTendencyHistory(ctx.app, input)),

  livePrices: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/market/live",
        tags: ["market"],
        summary: "The newest price of each coin between candles, with its age",
      },
    })
    .input(livePricesInput)
    .output(livePricesOutput)
    .query(({ ctx, input }) => readLivePrices(ctx.app, input)),

  live: keyProcedure
    .input(liveInput)
    .subscription(({ ctx, input, signal }) =>
      followLivePrices(ctx.app, signal, input?.lastEventId)
    ),
});
