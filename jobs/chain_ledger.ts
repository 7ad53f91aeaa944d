import { chainLedger } from "../db/mod.ts";
import type { JobContext } from "./context.ts";

/**
 * Links what was completed since the last minute into the ledger's hash chain. The
 * chain's own lock keeps two processes apart. Resolves to the links added.
 */
export async function chainNewTransactions(context: JobContext): Promise<number> {
  const { added } = await chainLedger(context.db, {
    nowMs: context.now(),
    signal: context.signal,
  });
  if (added > 0) context.log.debug(`${added} transactions were chained.`, { added });
  return added;
}
