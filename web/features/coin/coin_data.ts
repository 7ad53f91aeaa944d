import type { Accessor } from "solid-js";
import type { Candles } from "../../../server/markets/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { api } from "../../trpc.ts";
import type { CandleQuestion } from "./spans.ts";

const REFRESH_MS = 60_000;

export const INDICATORS = ["bollinger", "rsi", "macd"] as const;
export type Indicator = typeof INDICATORS[number];

/** What the chart of a coin needs. */
export interface CandleRequest extends CandleQuestion {
  readonly symbol: string;
  readonly indicators: readonly Indicator[];
}

/** The candles of a coin with the indicators asked for. */
export function createCandles(request: Accessor<CandleRequest>): Data<Candles> {
  return createData(
    "candles",
    request,
    ({ indicators, ...key }, signal) =>
      api.market.candles.query({
        ...key,
        ...(indicators.length > 0 ? { indicators: indicators.join(",") } : {}),
      }, { signal }),
    { refreshMs: REFRESH_MS },
  );
}
