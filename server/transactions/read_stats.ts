import { readStatistics } from "../../db/mod.ts";
import type { App } from "../context.ts";
import type { TransactionStats } from "./schema.ts";

/** Counts and sums over all transactions there ever were. */
export async function readStats(app: App): Promise<TransactionStats> {
  const { total, volume, fees, ...states } = await readStatistics(app.db);
  return { total_transactions: total, ...states, total_volume: volume, total_fees: fees };
}
