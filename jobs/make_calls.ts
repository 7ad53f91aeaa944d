import { readDailyOutcomes } from "../db/mod.ts";
import { decideCalls, judgeGains } from "../ml/evaluate/calls.ts";
import type { JobContext } from "./context.ts";
import { HOUR_MS } from "./hours.ts";

/** Whether a coin's forecast claims an edge, and why. */
export interface Call {
  readonly called: boolean;
  readonly reason: string;
}

/** An edge that is older than this says little of today. */
const RECORD_DAYS = 180;

/**
 * Which coins to call, from the sealed book's record of all models that were published: those where
 * the medians beat the naive forecast beyond chance and beyond the number of coins. A coin without a
 * record is not called.
 */
export async function makeCalls(
  context: JobContext,
  symbols: readonly string[],
): Promise<Map<string, Call>> {
  const { horizonHours } = context.config;
  const fromMs = context.now() - RECORD_DAYS * 24 * HOUR_MS;
  const history = await readDailyOutcomes(context.db, { fromMs, horizonHours, of: "model" });
  const decisions = decideCalls(history);
  const unknown = judgeGains(new Map(symbols.map((symbol) => [symbol, []])));
  return new Map(symbols.map((symbol) => {
    const { called, reason } = decisions.get(symbol) ?? unknown.get(symbol)!;
    return [symbol, { called, reason }];
  }));
}
