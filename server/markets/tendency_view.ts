import type { StoredTendency } from "../../db/mod.ts";
import { type MarketTendency, type TendencyDetails, tendencyDetails } from "./schema.ts";

/** A stored tendency as it is served. */
export function toTendency(
  row: Omit<StoredTendency, "details">,
): Omit<MarketTendency, "simulated" | "details"> {
  const metric = (name: string) => row.metrics[name] ?? 0;
  return {
    tendency: row.tendency,
    confidence: row.confidence,
    confidence_explanation: row.confidenceExplanation,
    clarity: row.clarity,
    reconstructed: row.reconstructed,
    explanation: row.explanation,
    metrics: {
      avg_change_percent: metric("avg_change_percent"),
      volatility_index: metric("volatility_index"),
      market_cap_change: row.metrics.market_cap_change ?? null,
      rising_share: metric("rising_share"),
      falling_share: metric("falling_share"),
      range_percent: metric("range_percent"),
      coins: metric("coins"),
    },
    timestamp: new Date(row.atMs).toISOString(),
  };
}

/** Details as they were stored; `null` where there are none, or those of another version. */
export function toDetails(stored: unknown): TendencyDetails | null {
  const parsed = tendencyDetails.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
