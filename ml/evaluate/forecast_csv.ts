import type { TestForecast } from "./records.ts";

/** The columns of a forecast file; prices in USD, times in ISO 8601 UTC. */
export const FORECAST_COLUMNS =
  "model,symbol,made_at,target_time,close,q05,q25,q50,q75,q95,probability_up,confidence,called";

/** One forecast as a line, without its end. */
export function toCsvLine(one: TestForecast): string {
  return [
    one.model,
    one.symbol,
    new Date(one.madeAtMs).toISOString(),
    new Date(one.targetMs).toISOString(),
    one.close,
    ...[one.q05, one.q25, one.q50, one.q75, one.q95].map(shorten),
    shorten(one.probabilityUp),
    shorten(one.confidence),
    one.called,
  ].join(",");
}

/** Ten digits: more would be noise of the arithmetic. */
function shorten(value: number): number {
  return Number(value.toPrecision(10));
}
