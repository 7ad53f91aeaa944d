import type { AlertRule, AlertSpan } from "../../db/mod.ts";
import type { PriceObservation } from "./observation.ts";

/** A move that reaches the threshold of a rule. */
export interface Crossing {
  readonly spanHours: AlertSpan;
  readonly fromPrice: number;
  readonly changePercent: number;
  /** The threshold of this coin and span in percent, also where the rule counts in sigmas. */
  readonly thresholdPercent: number;
  /** How many thresholds it went. */
  readonly thresholds: number;
}

/** Prices are decimals and are compared in binary: from 0.1 to 0.11 is ten percent all the same. */
const ROUNDING = 1e-9;

/** Whether a price went so many percent from another, to either side. */
export function reaches(changePercent: number, thresholdPercent: number): boolean {
  return Math.abs(changePercent) >= thresholdPercent * (1 - ROUNDING);
}

/** How far a price went from another, in percent of that. */
export function changeInPercent(fromPrice: number, price: number): number {
  return (price - fromPrice) / fromPrice * 100;
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
    const changePercent = changeInPercent(fromPrice, observed.price);
    if (!reaches(changePercent, thresholdPercent)) continue;
    const thresholds = Math.abs(changePercent) / thresholdPercent;
    if (furthest !== null && thresholds <= furthest.thresholds) continue;
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
