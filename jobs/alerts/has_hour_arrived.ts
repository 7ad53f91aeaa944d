import { newestCandleEndMs } from "../../db/mod.ts";
import type { JobContext } from "../context.ts";

const HOUR_MS = 3_600_000;
/** The candle of the hour before is collected some minutes into the next; the look waits for it. */
const WAIT_MS = 10 * 60_000;

/** True once the candle that ends with a slot's hour is stored, or has been waited for long enough. */
export async function hasHourArrived(context: JobContext, slotMs: number): Promise<boolean> {
  if (context.now() >= slotMs + WAIT_MS) return true;
  const endMs = await newestCandleEndMs(context.db);
  return endMs === null || endMs >= Math.floor(slotMs / HOUR_MS) * HOUR_MS;
}
