import { releaseCooled } from "../db/mod.ts";
import type { JobContext } from "./context.ts";

/**
 * Makes coins available whose cool-down is over. Each transaction is executed once, whoever
 * comes first. Resolves to how many there were.
 */
export async function releaseCooledCoins(context: JobContext): Promise<number> {
  const released = await releaseCooled(context.db, { nowMs: context.now() });
  if (released > 0) context.log.debug(`${released} cool-downs are over.`, { released });
  return released;
}
