import { reconcileLedger } from "../db/mod.ts";
import type { JobContext } from "./context.ts";

/** A wrong ledger is stored, shown to administrators and said as loudly as the log can. */
export async function reconcile({ db, log, now }: JobContext) {
  const { ok, checked, supply, firstWrong } = await reconcileLedger(db, { now });
  if (ok) log.info(`The ledger is right: ${checked.entries} entries, ${supply} TBC.`, { checked });
  else log.error(`The ledger is wrong. ${firstWrong}`, { firstWrong, checked });
  return { ok, firstWrong: firstWrong ?? null, ...checked };
}
