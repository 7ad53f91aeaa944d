import { latestTendency } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import type { MarketTendency } from "./schema.ts";
import { toDetails, toTendency } from "./tendency_view.ts";

/**
 * The newest tendency of the market.
 *
 * @throws {AppError} UNAVAILABLE before the first one is classified
 */
export async function readTendency(app: App): Promise<MarketTendency> {
  const row = await latestTendency(app.db);
  if (row === null) {
    throw new AppError(
      "UNAVAILABLE",
      "The tendency of the market is not known yet: it needs a day of candles. Ask again later.",
      { headers: { "retry-after": "30" } },
    );
  }
  return { ...toTendency(row), details: toDetails(row.details), simulated: await app.simulated() };
}
