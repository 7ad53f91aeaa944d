import type { AlertRule, AlertSpan } from "../../db/mod.ts";
import type { PriceObservation } from "./observation.ts";

/** A move that reaches the threshold of a rule. */
export interface Crossing {
  readonly spanHours: AlertSpan;
  readonly fromPrice: number;
  readonly changePercent: number;
  /** The threshold of this coin and span in percent, also where the rule counts in sigmas. */
  readonly thresholdPercent: number;
  /** How many thresholds it went, 1 at least. */
  readonly thresholds: number;
}

/**
 * The span of a rule over which the price went furthest beyond the threshold, the shortest of equals;
 * null where none reaches it. A rule in sigmas measures with the coin's own volatility, which grows with
 * the square root of the span.
 */
export function findCrossing(
  rule: Pick<AlertRule, "threshold" | "unit" | "spans">,
  observed: PriceObservation,
): Crossing | null {
  let furthest: Crossing | null = null;
  for (const spanHours of rule.spans) {
    const fromPrice = observed.before[spanHours];
    const thresholdPercent = thresholdInPercent(rule, observed, spanHours);
    if (fromPrice === null || thresholdPercent === null) continue;
    const changePercent = (observed.price - fromPrice) / fromPrice * 100;
    const thresholds = Math.abs(changePercent) / thresholdPercent;
    if (thresholds < 1 || (furthest !== null && thresholds <= furthest.thresholds)) continue;
    furthest = { spanHours, fromPrice, changePercent, thresholdPercent, thresholds };
  }
  return furthest;
}

function thresholdInPercent(
  rule: Pick<AlertRule, "threshold" | "unit">,
  { volatility }: PriceObservation,
  spanHours: number,
): number | null {
  if (rule.unit !== "sigmas") return rule.threshold;
  if (volatility === null || volatility === 0) return null;
  return rule.threshold * volatility * Math.sqrt(spanHours);
}
