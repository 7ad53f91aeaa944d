import { candleSpans, detectGaps, listGaps, markCompleteMonths, recordGaps } from "../db/mod.ts";
import { groupBySymbol } from "./collection_scope.ts";
import type { CoinRange } from "./collection_plan.ts";
import type { JobContext } from "./context.ts";
import { hoursIn, subtractSpans } from "./hours.ts";

/**
 * Records the hours between the stored candles of each coin that are missing and not on record yet.
 * The hours after the newest candle are none: they may still come. Months without a gap are marked as complete. Returns how many gaps are new.
 */
export async function recordNewGaps(
  context: JobContext,
  ranges: readonly Pick<CoinRange, "coin" | "firstMs" | "lastMs">[],
): Promise<number> {
  const { db } = context;
  const spans = new Map((await candleSpans(db)).map((span) => [span.cryptoId, span]));
  const known = groupBySymbol((await listGaps(db)).filter((gap) => gap.status !== "repaired"));
  let recorded = 0;
  for (const { coin, firstMs, lastMs } of ranges) {
    const span = spans.get(coin.id);
    if (!span || span.firstMs === null || span.lastMs === null) continue;
    await markCompleteMonths(db, { cryptoId: coin.id });
    const fromMs = Math.max(firstMs, span.firstMs);
    const toMs = Math.min(lastMs, span.lastMs);
    if (fromMs > toMs) continue;
    const missing = await detectGaps(db, { cryptoId: coin.id, fromMs, toMs });
    const fresh = subtractSpans(missing, known.get(coin.symbol) ?? []);
    if (fresh.length === 0) continue;
    const gaps = fresh.map((gap) => ({ ...gap, hours: hoursIn(gap) }));
    recorded += await recordGaps(db, { cryptoId: coin.id, gaps });
  }
  return recorded;
}
