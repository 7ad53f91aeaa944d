import type { Accessor } from "solid-js";
import type { CoinPrediction, Top20 } from "../../../server/predictions/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { api, toFailure } from "../../trpc.ts";

const REFRESH_MS = 60_000;

/** The forecasts of as many coins as asked for. */
export function createTopForecasts(limit: Accessor<number>): Data<Top20> {
  return createData(
    "forecasts",
    () => ({ limit: limit() }),
    (key, signal) => api.predictions.top.query(key, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

/** The forecast of one coin; null where none has been published for it. */
export function createCoinForecast(symbol: Accessor<string>): Data<CoinPrediction | null> {
  return createData(
    "coin forecast",
    () => ({ symbol: symbol() }),
    async (key, signal) => {
      try {
        return await api.predictions.coin.query(key, { signal });
      } catch (error) {
        if (toFailure(error).code === "NOT_FOUND") return null;
        throw error;
      }
    },
    { refreshMs: REFRESH_MS },
  );
}
