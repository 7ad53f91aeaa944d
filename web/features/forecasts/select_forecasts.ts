import type { Prediction } from "../../../server/predictions/schema.ts";
import { usualRangePercent } from "./words.ts";

export const LEANINGS = ["all", "up", "down", "edge"] as const;
export type Leaning = typeof LEANINGS[number];
export const ORDERS = ["change", "up", "confidence", "range"] as const;
export type Order = typeof ORDERS[number];

const KEYS: Record<Order, (row: Prediction) => number> = {
  change: (row) => row.predicted_change_percent,
  up: (row) => row.probability_up,
  confidence: (row) => row.confidence,
  range: usualRangePercent,
};

/** The forecasts that lean one way, or those that are called. */
export function selectForecasts(rows: readonly Prediction[], leaning: Leaning): Prediction[] {
  return rows.filter((row) => {
    if (leaning === "up") return row.probability_up > 0.5;
    if (leaning === "down") return row.probability_up < 0.5;
    return leaning === "all" || row.called;
  });
}

/** The forecasts from the largest to the smallest. */
export function orderForecasts(rows: readonly Prediction[], order: Order): Prediction[] {
  return [...rows].sort((left, right) => KEYS[order](right) - KEYS[order](left));
}
