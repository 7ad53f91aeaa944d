import type { Sql } from "../database.ts";
import type { GapSpan } from "./gaps.ts";

/**
 * The hours of `[fromMs, toMs]` (open times, both ends included, on the hour) for which there is no
 * closed candle, as exact runs: at the head, in the middle and at the tail.
 */
export function detectGaps(
  _db: Sql,
  _input: { readonly cryptoId: number; readonly fromMs: number; readonly toMs: number },
): Promise<GapSpan[]> {
  return Promise.reject(new Error("Not written yet."));
}
