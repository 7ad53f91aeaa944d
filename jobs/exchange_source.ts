import { ensureSource } from "../db/mod.ts";
import type { JobContext } from "./context.ts";

/**
 * The provenance of candles from the exchange as it is now. Call it after the exchange has answered at least
 * once: only then is it known whether it is a simulated one.
 */
export async function ensureExchangeSource({ db, exchange }: JobContext): Promise<number> {
  const kind = exchange.simulated ? "simulated" : "exchange";
  return await ensureSource(db, { kind, name: exchange.source });
}
