import { latestJobRun, reconcileLedger } from "../db/mod.ts";
import { chainNewTransactions } from "./chain_ledger.ts";
import type { JobContext } from "./context.ts";
import { latestSlot, type RetryPolicy, slotToClaim } from "./due.ts";
import { runClaimed } from "./run_claimed.ts";

/** Ten minutes after the hour's candles: it reads the whole ledger. */
const HOURLY = "15 * * * *";
const RETRY: RetryPolicy = { firstPauseMs: 60_000, longestPauseMs: 15 * 60_000 };

/** Chains and, once an hour, reconciles. Resolves to true when a reconciliation ran here. */
export async function runDueReconciliation(context: JobContext): Promise<boolean> {
  await chainNewTransactions(context);
  const last = await latestJobRun(context.db, "reconcile");
  const slotMs = slotToClaim(last, latestSlot(HOURLY, context.now()), context.now(), RETRY);
  if (slotMs === null || context.signal.aborted) return false;
  const outcome = await runClaimed(context, { job: "reconcile", slotMs }, () => reconcile(context));
  return outcome.status !== "taken";
}

/** A wrong ledger is stored, shown to administrators and said as loudly as the log can. */
async function reconcile({ db, log, now }: JobContext) {
  const { ok, checked, supply, firstWrong } = await reconcileLedger(db, { now });
  if (ok) log.info(`The ledger is right: ${checked.entries} entries, ${supply} TBC.`, { checked });
  else log.error(`The ledger is wrong. ${firstWrong}`, { firstWrong, checked });
  return { ok, firstWrong: firstWrong ?? null, ...checked };
}
