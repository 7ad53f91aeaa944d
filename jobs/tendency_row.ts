import type { StoredTendency } from "../db/mod.ts";
import {
  type NextDayRecord,
  nextDayRecord,
  type PastLabel,
} from "../ml/explain/tendency_record.ts";
import type { Tendency, TendencyResult } from "../ml/tendency.ts";

/** So far back labels are kept in mind, and worked out where they were never stored. */
export const HISTORY_DAYS = 90;

/** What "the next day agreed" means for a label. */
export function agreementOf(tendency: Tendency): string {
  if (tendency === "bullish") return "the coins' average change of the next day was above zero";
  if (tendency === "bearish") return "the coins' average change of the next day was below zero";
  return `the market was called ${tendency} a day later too`;
}

/**
 * A classification as it is stored, with the record of such labels before it.
 *
 * @param past labels by time; this one is added, since it is the next day of yesterday's
 */
export function toTendencyRow(
  result: TendencyResult,
  atMs: number,
  past: Map<number, PastLabel>,
): Omit<StoredTendency, "details" | "reconstructed"> & { readonly record: NextDayRecord } {
  const { tendency, clarity, explanation, metrics } = result;
  past.set(atMs, { atMs, tendency, avgChangePercent: metrics.avgChangePercent });
  const record = nextDayRecord(past, { atMs, tendency }, HISTORY_DAYS);
  return {
    atMs,
    tendency,
    confidence: record.confidence,
    confidenceExplanation: confidenceInWords(tendency, record),
    clarity,
    explanation,
    record,
    metrics: {
      avg_change_percent: metrics.avgChangePercent,
      volatility_index: metrics.volatilityIndex,
      market_cap_change: metrics.marketCapChangePercent,
      rising_share: metrics.risingShare,
      falling_share: metrics.fallingShare,
      range_percent: metrics.rangePercent,
      coins: metrics.coins,
    },
  };
}

function confidenceInWords(tendency: Tendency, record: NextDayRecord): string {
  const { observations, agreed, allDays, allAgreed, confidence } = record;
  const figure = `${(confidence * 100).toFixed(0)} %`;
  if (allDays === 0) return `${figure}, which is to say unknown: no past day can be looked at yet.`;
  const any = `${allAgreed} of ${allDays} days of any label`;
  if (observations === 0) {
    return `${figure}: no day called ${tendency} has a known next day yet; after ${any} ` +
      `${agreementOf(tendency)}.`;
  }
  return `${figure}: after ${agreed} of ${observations} days called ${tendency} ` +
    `${agreementOf(tendency)}, as after ${any}. Few days weigh little: the share is pulled ` +
    `toward that of all days.`;
}
