import { addTendencies } from "../db/mod.ts";
import type { PastLabel } from "../ml/explain/tendency_record.ts";
import { classifyTendency } from "../ml/tendency.ts";
import type { JobContext } from "./context.ts";
import { HOUR_MS } from "./hours.ts";
import { canClassify, type MarketGrid, tendencyCoinsAt } from "./market_grid.ts";
import { toTendencyRow } from "./tendency_row.ts";

/** Hours worked out at once; in between, requests get their turn. */
const CHUNK_HOURS = 72;

/**
 * Classifies the hours of a span that have no stored label, oldest first, each with what was known by
 * then, and stores them marked as reconstructed. The coins are today's: one that has vanished since is
 * missing from its past.
 *
 * @param past labels by time; the new ones are added
 * @returns how many labels were added
 */
export async function reconstructTendencies(
  context: JobContext,
  grid: MarketGrid,
  span: { readonly fromMs: number; readonly toMs: number },
  past: Map<number, PastLabel>,
): Promise<number> {
  let added = 0;
  for (let from = span.fromMs; from < span.toMs; from += CHUNK_HOURS * HOUR_MS) {
    if (context.signal.aborted) break;
    const to = Math.min(from + CHUNK_HOURS * HOUR_MS, span.toMs);
    const rows = [];
    for (let atMs = from; atMs < to; atMs += HOUR_MS) {
      if (past.has(atMs)) continue;
      const members = tendencyCoinsAt(grid, atMs - HOUR_MS);
      if (!canClassify(members)) continue;
      const { record: _, ...row } = toTendencyRow(classifyTendency(members), atMs, past);
      rows.push({ ...row, details: null, reconstructed: true });
    }
    if (rows.length > 0) added += await addTendencies(context.db, rows);
  }
  return added;
}
