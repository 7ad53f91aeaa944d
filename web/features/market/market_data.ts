import type { MarketOverview, MarketTendency } from "../../../server/markets/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { api } from "../../trpc.ts";

const REFRESH_MS = 60_000;

/** Every coin with its price, changes and sparkline. */
export function createOverview(): Data<MarketOverview> {
  return createData(
    "overview",
    () => ({}),
    (_, signal) => api.market.overview.query(undefined, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

/** Where the market as a whole is going. */
export function createTendency(): Data<MarketTendency> {
  return createData(
    "tendency",
    () => ({}),
    (_, signal) => api.market.tendency.query(undefined, { signal }),
    { refreshMs: REFRESH_MS },
  );
}
